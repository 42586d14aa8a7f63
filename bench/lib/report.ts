import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One goal of `facts/performance`: ours against its comparator in the same run. */
export interface Finding {
  goal: string;
  what: string;
  ours: number;
  comparator: number;
  unit: string;
  ratio: number;
  /** `atMost`: the ratio must not be above; `atLeast`: not below. */
  bound: { atMost: number } | { atLeast: number };
  note?: string;
}

const isMet = ({ ratio, bound }: Finding): boolean =>
  'atMost' in bound ? ratio <= bound.atMost : ratio >= bound.atLeast;
const wish = ({ bound }: Finding): string => ('atMost' in bound ? `<= ${bound.atMost}` : `>= ${bound.atLeast}`);

/** A table on the screen and the same as JSON in `bench/results`. */
export function report(findings: readonly Finding[]): void {
  const rows = findings.map((one) => [
    one.goal,
    one.what,
    `${one.ours.toFixed(1)} ${one.unit}`,
    `${one.comparator.toFixed(1)} ${one.unit}`,
    one.ratio.toFixed(2),
    wish(one),
    isMet(one) ? 'met' : 'missed',
    one.note ?? '',
  ]);
  const head = ['goal', 'what', 'ours', 'comparator', 'ratio', 'goal', '', ''];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  for (const row of [head, ...rows])
    console.log(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  const folder = fileURLToPath(new URL('../results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const stamp = new Date().toISOString().slice(0, 16).replaceAll(':', '');
  writeFileSync(
    `${folder}${stamp}.json`,
    `${JSON.stringify({ at: new Date().toISOString(), node: process.version, findings }, null, 2)}\n`,
  );
  console.log(`written to bench/results/${stamp}.json`);
}
