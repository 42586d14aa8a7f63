import type { StatsSample } from '#shared/contract/stats.ts';
import { memory, rate } from '#shared/format/bytes.ts';
import { clockTime } from '#shared/format/clock-time.ts';
import { percent } from '#shared/format/percent.ts';
import { NONE, words } from '#shared/format/quantity.ts';
import { cpuOf } from '#renderer/views/containers/figures.tsx';

const HEADS = ['Time', 'CPU', 'Memory', 'Cache', 'In', 'Out', 'Read', 'Write', 'PIDs'] as const;

/** The charts' data in figures, the newest first: for those who cannot see a curve, and for the exact value. */
export function StatsTable({ samples, share }: { samples: readonly StatsSample[]; share: 'docker' | 'host' }) {
  return (
    <table className="tbl stats-table" aria-label="Data of the charts">
      <thead>
        <tr>
          {HEADS.map((head) => (
            <th key={head} scope="col" className={head === 'Time' ? '' : 'r'}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="num">
        {thinned(samples).map((sample) => (
          <tr key={sample.time}>
            <th scope="row">{clockTime(Date.parse(sample.time))}</th>
            {cellsOf(sample, share).map((cell, i) => (
              <td key={HEADS[i + 1]} className="r">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** As many rows as a page bears; the newest first. */
const MOST_ROWS = 600;

function thinned(samples: readonly StatsSample[]): readonly StatsSample[] {
  const step = Math.ceil(samples.length / MOST_ROWS);
  return samples.toReversed().filter((_, i) => i % step === 0);
}

const cellsOf = (sample: StatsSample, share: 'docker' | 'host'): readonly string[] => [
  words(percent(cpuOf(sample, share))),
  words(memory(sample.memoryBytes)),
  words(memory(sample.memoryCacheBytes)),
  words(rate(sample.networkRxRate)),
  words(rate(sample.networkTxRate)),
  words(rate(sample.blockReadRate)),
  words(rate(sample.blockWriteRate)),
  sample.pids === null ? NONE : String(sample.pids),
];
