import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeFilter, type FilterFields, filterOf, parseFilter } from '#shared/list/filter-query.ts';

interface Thing {
  name: string;
  state: string;
  labels: string[];
}
const FIELDS: FilterFields<Thing> = {
  state: { has: (item, value) => item.state === value, values: (item) => [item.state] },
  label: {
    has: (item, value) => item.labels.some((label) => label.toLowerCase().includes(value)),
    values: (item) => item.labels,
    isMany: true,
  },
};
const things: Thing[] = [
  { name: 'api', state: 'running', labels: ['tier=web', 'team=a b'] },
  { name: 'db', state: 'exited', labels: ['tier=data'] },
  { name: 'redis:7', state: 'running', labels: [] },
];
const names = (filter: string): string[] => {
  const test = filterOf(filter, FIELDS, (item, word) => item.name.includes(word));
  return things.filter((item) => test?.(item) ?? true).map((item) => item.name);
};

describe('filter', () => {
  it.each([
    ['', ['api', 'db', 'redis:7']],
    ['AP', ['api']],
    ['state:running', ['api', 'redis:7']],
    ['state:running state:exited', ['api', 'db', 'redis:7']],
    ['label:tier= label:team', ['api']],
    ['label:"team=a b"', ['api']],
    ['-state:running', ['db']],
    ['-api -db', ['redis:7']],
    ['state:', ['api', 'db', 'redis:7']],
    ['redis:7', ['redis:7']],
    ['"redis:', ['redis:7']],
    ['state:running -label:tier', ['redis:7']],
    ['-', []],
  ])('%j', (filter, expected) => expect(names(filter)).toEqual(expected));

  it('tells where each term stands', () => {
    expect(parseFilter('a -state:"x y" b', ['state'])).toEqual([
      { field: undefined, value: 'a', isNegated: false, from: 0, to: 1 },
      { field: 'state', value: 'x y', isNegated: true, from: 2, to: 14 },
      { field: undefined, value: 'b', isNegated: false, from: 15, to: 16 },
    ]);
  });

  it('reads any text, and each value that is completed finds the item it came from', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 30 }), (text, label) => {
        for (const { from, to } of parseFilter(text, ['state', 'label'])) expect(to).toBeGreaterThan(from);
        const value = label.trim();
        fc.pre(value !== '');
        const item: Thing = { name: 'x', state: 'y', labels: [value, 'other'] };
        const typed = 'label:';
        const made = completeFilter(typed, typed.length, FIELDS, [item]).map((one) => one.text);
        const found = made.find((one) => parseFilter(one, ['label'])[0]?.value === value.toLowerCase());
        expect(found).toBeDefined();
        expect(filterOf(found ?? '', FIELDS, () => false)?.(item)).toBe(true);
      }),
    );
  });

  it('completes names of fields, then values, the most common first', () => {
    const at = (text: string) => completeFilter(text, text.length, FIELDS, things).map((one) => one.text);
    expect(at('st')).toEqual(['state:']);
    expect(at('api -la')).toEqual(['-label:']);
    expect(at('state:')).toEqual(['state:running ', 'state:exited ']);
    expect(at('label:team')).toEqual(['label:"team=a b" ']);
    expect(at('state:ex ')).toEqual([]);
    expect(at('zzz')).toEqual([]);
  });
});
