import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { size } from '#shared/format/bytes.ts';
import { wholePercent } from '#shared/format/percent.ts';
import { plural, THIN, words } from '#shared/format/quantity.ts';
import type { HostPoint } from '#renderer/stores/host-store.ts';
import { DISK_PARTS, DiskParts } from '#renderer/views/host/docker-cards.tsx';
import { CpuTile, MemoryTile, NetworkTile } from '#renderer/views/overview/resource-tiles.tsx';
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
      <CpuTile
        note={[latest ? plural(latest.cpuCores, 'core') : '', heat === null ? '' : `${Math.round(heat)}${THIN}°C`]
          .filter(Boolean)
          .join(', ')}
        figure={wholePercent(latest?.cpuPercent)}
        line={line((point) => point.cpuPercent)}
      />
      <MemoryTile
        of={latest?.memoryTotalBytes || null}
        used={latest?.memoryUsedBytes}
        line={line((point) => point.memoryUsedBytes)}
      />
      <NetworkTile now={now} line={line((point) => point.networkRxRate)} />
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
