import { NONE, type Quantity, words } from '#shared/format/quantity.ts';

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const DECIMAL = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/**
 * One digit behind the point below 10, and below 100 from the unit on where a whole one is much (`fineFrom`: GiB, MB/s);
 * bytes never have one.
 */
function figure(value: number, step: number, fineFrom: number): string {
  const isWhole = step === 0 || value >= (step >= fineFrom ? 99.95 : 9.95);
  return isWhole ? String(Math.round(value)) : trim(value.toFixed(1));
}

const trim = (text: string): string => (text.endsWith('.0') ? text.slice(0, -2) : text);

function scaled(
  bytes: number | null | undefined,
  base: number,
  units: readonly string[],
  suffix: string,
  fineFrom: number,
): Quantity {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return { value: NONE, unit: '' };
  let value = Math.abs(bytes);
  let step = 0;
  // By the rounded value: 999.6 kB would be printed as "1000 kB".
  while (step < units.length - 1 && Math.round(value) >= base) {
    value /= base;
    step += 1;
  }
  return { value: (bytes < 0 ? '-' : '') + figure(value, step, fineFrom), unit: `${units[step] ?? ''}${suffix}` };
}

/** "5.9 of 15.6 GiB"; the first one's unit only where it is another. */
export function ofWords(part: Quantity, whole: Quantity): string {
  return `${part.unit === whole.unit ? part.value : words(part)} of ${words(whole)}`;
}

/** Memory: KiB, MiB, GiB. */
export const memory = (bytes: number | null | undefined): Quantity => scaled(bytes, 1024, BINARY, '', 3);
/** Sizes on disk and of images: kB, MB, GB. */
export const size = (bytes: number | null | undefined): Quantity => scaled(bytes, 1000, DECIMAL, '', 3);
/** Network and block rates: kB/s, MB/s. */
export const rate = (bytesPerSecond: number | null | undefined): Quantity =>
  scaled(bytesPerSecond, 1000, DECIMAL, '/s', 2);
