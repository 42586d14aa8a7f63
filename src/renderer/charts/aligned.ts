import type { AlignedData } from 'uplot';

/** Seconds since 1970, then a column for each series. */
export type ChartData = AlignedData;

/** Longer than this between two samples is a gap, and is drawn as one (`spanGaps: false`). */
export const GAP_SECONDS = 3;

/** Columns for uPlot from rows: seconds, then each value; where samples are missing, a point of nulls breaks the line. */
export function aligned<T>(
  rows: readonly T[],
  timeOf: (row: T) => number,
  valuesOf: readonly ((row: T) => number | null)[],
  gap: number | ((row: T, before: T) => number) = GAP_SECONDS,
): AlignedData {
  const times: number[] = [];
  const columns: (number | null)[][] = valuesOf.map(() => []);
  let last = Number.NaN;
  let before: T | undefined;
  for (const row of rows) {
    const time = timeOf(row);
    const longest = typeof gap === 'number' ? gap : before === undefined ? 0 : gap(row, before);
    if (time - last > longest) {
      times.push((time + last) / 2);
      for (const column of columns) column.push(null);
    }
    times.push(time);
    valuesOf.forEach((valueOf, i) => columns[i]?.push(valueOf(row)));
    last = time;
    before = row;
  }
  return [times, ...columns] as AlignedData;
}

/** The biggest value of all columns; 0 when there is none. */
export function peakOf(data: AlignedData): number {
  let peak = 0;
  for (const column of data.slice(1)) for (const value of column) if (value != null && value > peak) peak = value;
  return peak;
}
