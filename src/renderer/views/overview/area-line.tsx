const WIDTH = 236;

/** A line of the last five minutes with its area, stretched to its place; nulls are gaps. */
export function AreaLine({
  values,
  leastTop,
  isFromPeak = false,
  color,
  words,
  name,
  height = 34,
}: {
  values: readonly (number | null)[];
  /** The upper edge is the peak, but at least this. */
  leastTop: number;
  /** What hardly changes gets room above it, so that it does not stick to the edge. */
  isFromPeak?: boolean;
  /** Name of a custom property, such as "--chart-cpu". */
  color: string;
  words: (value: number) => string;
  name: string;
  height?: number;
}) {
  const known = values.filter((value) => value !== null);
  const peak = Math.max(leastTop, ...known);
  const top = isFromPeak ? peak * 1.6 : peak;
  const last = known.at(-1);
  const label =
    last === undefined
      ? `${name}, no values yet`
      : `${name}, last 5 minutes, now ${words(last)}, peak ${words(Math.max(...known))}`;
  const x = (at: number): string => ((at * WIDTH) / Math.max(1, values.length - 1)).toFixed(1);
  const y = (value: number): string => (height - 1.5 - (value / top) * (height - 4)).toFixed(1);
  const runs = runsOf(values);
  const line = runs
    .map((run) => run.map(({ at, value }, i) => `${i === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`).join(''))
    .join('');
  const area = runs
    .map((run) => {
      const first = run[0];
      const end = run.at(-1);
      if (!first || !end) return '';
      return `M${x(first.at)} ${height}${run.map(({ at, value }) => `L${x(at)} ${y(value)}`).join('')}L${x(end.at)} ${height}Z`;
    })
    .join('');
  return (
    <svg
      className="area-line"
      width={WIDTH}
      height={height}
      viewBox={`0 0 ${WIDTH} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      style={{ color: `var(${color})` }}
    >
      <path d={area} fill="currentColor" opacity="0.16" />
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

interface Point {
  at: number;
  value: number;
}

function runsOf(values: readonly (number | null)[]): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] = [];
  values.forEach((value, at) => {
    if (value !== null) {
      if (run.length === 0) runs.push(run);
      run.push({ at, value });
    } else run = [];
  });
  return runs;
}
