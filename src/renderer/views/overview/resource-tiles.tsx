// The tiles that the machine and the containers of a scope have in common.
import { memory, rate } from '#shared/format/bytes.ts';
import { percent } from '#shared/format/percent.ts';
import { type Quantity, words } from '#shared/format/quantity.ts';
import { AreaLine } from '#renderer/views/overview/area-line.tsx';
import { Tile } from '#renderer/views/overview/tile.tsx';

/** Of the last five minutes, oldest first; null is a gap. */
type Line = readonly (number | null)[];

/** `line` in percent, 100 = the whole machine. */
export function CpuTile({ note, figure, line }: { note: string; figure: Quantity; line: Line }) {
  return (
    <Tile name="CPU" note={note} figure={figure}>
      <AreaLine values={line} leastTop={5} color="--chart-cpu" words={(value) => words(percent(value))} name="CPU" />
    </Tile>
  );
}

/** In bytes; `of`: how much there is, null where it is not known. */
export function MemoryTile({ of, used, line }: { of: number | null; used: number | null | undefined; line: Line }) {
  return (
    <Tile name="Memory" note={of === null ? '' : `of ${words(memory(of))}`} figure={memory(used)}>
      <AreaLine
        values={line}
        leastTop={1}
        isFromPeak
        color="--chart-mem"
        words={(value) => words(memory(value))}
        name="Memory"
      />
    </Tile>
  );
}

interface Rates {
  readonly networkRxRate: number | null;
  readonly networkTxRate: number | null;
}

/** In bytes per second; `line` is what comes in. */
export function NetworkTile({ now, line }: { now: Rates | undefined; line: Line }) {
  return (
    <Tile
      name="Network"
      note={now === undefined ? '' : `${words(rate(now.networkTxRate))} out`}
      figure={rate(now?.networkRxRate)}
      after="in"
    >
      <AreaLine
        values={line}
        leastTop={1000}
        color="--chart-rx"
        words={(value) => words(rate(value))}
        name="Network in"
      />
    </Tile>
  );
}
