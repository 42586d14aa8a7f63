import type { LogItem } from '#shared/contract/logs.ts';

export interface KeptItem {
  readonly generation: number;
  readonly item: LogItem;
}

/** Times as in the contract of `logs.readKept`; both bounds are left out themselves. */
export interface KeptRange {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Whether a page goes on from a time: the oldest lines after it, instead of the newest before. */
export const isForward = ({ before, after }: KeptRange): boolean => before === undefined && after !== undefined;

export const inRange = (items: readonly KeptItem[], { before, after }: KeptRange): KeptItem[] =>
  items.filter(
    ({ item: { time } }) => (before === undefined || time < before) && (after === undefined || time > after),
  );

/**
 * The lines of one page. Lines of the same time stay together, a few more than asked for if need be: the next page
 * begins behind that time, and what was cut off of it would never be seen.
 */
export function pageOf(items: readonly KeptItem[], range: KeptRange): KeptItem[] {
  if (items.length <= range.limit) return [...items];
  const timeAt = (at: number): string | undefined => items[at]?.item.time;
  if (isForward(range)) {
    let end = range.limit;
    while (end < items.length && timeAt(end) === timeAt(end - 1)) end += 1;
    return items.slice(0, end);
  }
  let start = items.length - range.limit;
  while (start > 0 && timeAt(start - 1) === timeAt(start)) start -= 1;
  return items.slice(start);
}
