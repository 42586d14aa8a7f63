import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { memory, rate, size } from '#shared/format/bytes.ts';
import { wholePercent, percent } from '#shared/format/percent.ts';
import { plural, THIN, words } from '#shared/format/quantity.ts';
import type { HostPoint } from '#renderer/stores/host-store.ts';
import { DISK_PARTS, DiskParts } from '#renderer/views/host/docker-cards.tsx';
import { AreaLine } from '#renderer/views/overview/area-line.tsx';
import { Tile } from '#renderer/views/overview/tile.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

const SPAN_MS = 300_000;

/** What the machine does, with the last five minutes, and what Docker keeps on its disk. */
export const MachineTiles = observer(function MachineTiles() {
  const { host } = useStores();
  useEffect(() => {
    const opened = host.open();
    return () => opened.dispose();
  }, [host]);
  const { latest, recent } = host;
  const end = recent.at(-1)?.at ?? 0;
  const points = recent.filter(({ at }) => at >= end - SPAN_MS);
  const line = (of: (point: HostPoint) => number | null): (number | null)[] => points.map(of);
  const now = points.at(-1);
  const heat = latest?.cpuTemperature ?? null;
  return (
    <div className="tiles">
      <Tile
        name="CPU"
        note={[latest ? plural(latest.cpuCores, 'core') : '', heat === null ? '' : `${Math.round(heat)}${THIN}°C`]
          .filter(Boolean)
          .join(', ')}
        figure={wholePercent(latest?.cpuPercent)}
      >
        <AreaLine
          values={line((point) => point.cpuPercent)}
          leastTop={5}
          color="--chart-cpu"
          words={(value) => words(percent(value))}
          name="CPU"
        />
      </Tile>
      <Tile
        name="Memory"
        note={latest?.memoryTotalBytes ? `of ${words(memory(latest.memoryTotalBytes))}` : ''}
        figure={memory(latest?.memoryUsedBytes)}
      >
        <AreaLine
          values={line((point) => point.memoryUsedBytes)}
          leastTop={1}
          isFromPeak
          color="--chart-mem"
          words={(value) => words(memory(value))}
          name="Memory"
        />
      </Tile>
      <Tile
        name="Network"
        note={now ? `${words(rate(now.networkTxRate))} out` : ''}
        figure={rate(now?.networkRxRate)}
        after="in"
      >
        <AreaLine
          values={line((point) => point.networkRxRate)}
          leastTop={1000}
          color="--chart-rx"
          words={(value) => words(rate(value))}
          name="Network in"
        />
      </Tile>
      <DiskTile />
    </div>
  );
});

/** Whole, and without the unit where the tile's figure has it already: four parts have to stand in one line. */
function shortSize(bytes: number, all: number): string {
  const { unit } = size(all);
  const part = size(bytes);
  return part.unit === unit ? String(Math.round(Number(part.value))) : words(part);
}

const DiskTile = observer(function DiskTile() {
  const { disk, diskError } = useStores().host;
  return (
    <Tile
      name="Docker disk"
      note={disk ? `${words(size(disk.reclaimableBytes))} reclaimable` : ''}
      figure={size(disk?.bytes)}
    >
      {disk ? (
        <>
          <DiskParts disk={disk} />
          <p className="tile-legend num">
            {DISK_PARTS.filter(({ part }) => disk[part].bytes > disk.bytes / 50).map(({ part, name, color }) => (
              <span key={part}>
                <i style={{ background: color }} />
                {name} {shortSize(disk[part].bytes, disk.bytes)}
              </span>
            ))}
          </p>
        </>
      ) : (
        <p className="t3 ell">{diskError?.message ?? 'Docker is measuring.'}</p>
      )}
    </Tile>
  );
});
