import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzy } from '#renderer/views/palette/fuzzy.ts';

const best = (query: string, ...texts: string[]): string[] =>
  texts
    .map((text) => ({ text, match: fuzzy(query, text) }))
    .filter(({ match }) => match !== undefined)
    .sort((a, b) => (b.match?.score ?? 0) - (a.match?.score ?? 0))
    .map(({ text }) => text);

test('the start of a word is better than its middle, whole is better than letters', () => {
  expect(best('work', 'network', 'shop-worker-1', 'worker')).toEqual(['worker', 'shop-worker-1', 'network']);
  expect(best('sw1', 'shop-web-1', 'answer', 'sw1-proxy')).toEqual(['sw1-proxy', 'shop-web-1']);
});

test('every word must be found, in any order', () => {
  expect(best('logs api', 'Open logs of shop-api-1', 'Open logs of shop-web-1')).toEqual(['Open logs of shop-api-1']);
});

test('the letters that answered are told', () => {
  expect(fuzzy('worker', 'shop-worker-1')?.ranges).toEqual([[5, 11]]);
  expect(fuzzy('sw1', 'shop-web-1')?.ranges).toEqual([
    [0, 1],
    [5, 6],
    [9, 10],
  ]);
  expect(fuzzy('', 'anything')?.ranges).toEqual([]);
});

test('ranges are in order, apart, within the text, and spell letters of the query', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (query, text) => {
      let end = -1;
      for (const [from, to] of fuzzy(query, text)?.ranges ?? []) {
        expect(from).toBeGreaterThan(end);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(text.toLowerCase().length);
        end = to;
      }
    }),
  );
});
