/** Upper edge and steps of an axis that holds `peak`: 2 to 4 steps of 1, 2 or 5, or of powers of 2 for memory. */
export interface Scale {
  top: number;
  step: number;
}

const MAX_STEPS = 4;

export function decimalScale(peak: number, least: number): Scale {
  const wanted = Math.max(peak, least) / MAX_STEPS;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= wanted * 0.999_999) ?? power * 10;
  return { step, top: step * Math.max(2, Math.ceil((Math.max(peak, least) / step) * 0.999_999)) };
}

/** As above for what cannot be more than 100 %: no room for 150 %. */
export const percentScale = (peak: number, least: number): Scale =>
  Math.max(peak, least) > 50 ? { top: 100, step: 25 } : decimalScale(peak, least);

export function binaryScale(peak: number, least: number): Scale {
  const wanted = Math.max(peak, least) / MAX_STEPS;
  const step = 2 ** Math.ceil(Math.log2(wanted) - 1e-9);
  return { step, top: step * Math.max(2, Math.ceil((Math.max(peak, least) / step) * 0.999_999)) };
}

export const splits = ({ top, step }: Scale): number[] =>
  Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);

const DECIMAL = ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s'];
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** One unit for the whole axis, printed on its top label alone. */
export interface AxisUnit {
  unit: string;
  divisor: number;
}

export function rateUnit(top: number): AxisUnit {
  const power = Math.min(DECIMAL.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, top)) / 3)));
  return { unit: DECIMAL[power] as string, divisor: 1000 ** power };
}

export function memoryUnit(top: number): AxisUnit {
  const power = Math.min(BINARY.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, top)) / 10)));
  return { unit: BINARY[power] as string, divisor: 1024 ** power };
}

/** Labels of a scale: "0", "0.5", "1.0", … and the unit behind the last. */
export function axisLabels(values: readonly number[], { unit, divisor }: AxisUnit): string[] {
  const scaled = values.map((value) => value / divisor);
  const digits = scaled.some((value) => Math.abs(value - Math.round(value)) > 1e-6)
    ? scaled.some((value) => Math.abs(value * 10 - Math.round(value * 10)) > 1e-6)
      ? 2
      : 1
    : 0;
  return scaled.map((value, i) => {
    const text = value === 0 ? '0' : value.toFixed(digits);
    return i === scaled.length - 1 ? `${text}\u202f${unit}` : text;
  });
}

/** Times of an axis in seconds: every 15 s of a minute; longer windows take coarser steps, at most 5 of them. */
export function timeSplits(min: number, max: number): number[] {
  const step = [1, 2, 5, 15, 30, 60, 300, 900].find((candidate) => (max - min) / candidate <= 5) ?? 3600;
  const out: number[] = [];
  for (let time = Math.ceil(min / step) * step; time <= max; time += step) out.push(time);
  return out;
}
