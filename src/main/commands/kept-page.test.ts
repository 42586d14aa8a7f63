import { expect, test } from 'vitest';
import { inRange, type KeptItem, pageOf } from '#main/commands/kept-page.ts';

const at = (second: number, text: string): KeptItem => ({
  generation: 1,
  item: { time: `2026-11-21T07:30:0${second}.000000000Z`, stream: 'stdout', text },
});
const textsOf = (items: readonly KeptItem[]): string[] => items.map(({ item }) => ('text' in item ? item.text : ''));
const ALL = [at(1, 'a'), at(2, 'b'), at(2, 'c'), at(2, 'd'), at(3, 'e')];

test('a page is the newest lines before a time, or the oldest after one', () => {
  expect(textsOf(pageOf(ALL, { limit: 1 }))).toEqual(['e']);
  expect(textsOf(pageOf(ALL, { limit: 1, after: '2026-11-21T07:30:00.000000000Z' }))).toEqual(['a']);
  expect(textsOf(pageOf(ALL, { limit: 9 }))).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('lines of the same time are not parted, so that the next page misses none', () => {
  const last = pageOf(ALL, { limit: 2 });
  expect(textsOf(last)).toEqual(['b', 'c', 'd', 'e']);
  const range = { limit: 2, before: last[0]?.item.time };
  expect(textsOf(pageOf(inRange(ALL, range), range))).toEqual(['a']);
  const forward = { limit: 2, after: '2026-11-21T07:30:01.000000000Z' };
  expect(textsOf(pageOf(inRange(ALL, forward), forward))).toEqual(['b', 'c', 'd']);
});
