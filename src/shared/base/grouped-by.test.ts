import { expect, test } from 'vitest';
import { groupedBy } from '#shared/base/grouped-by.ts';

test('items stand under each of their keys once, in their order', () => {
  const items = [
    { name: 'web', keys: ['data', 'data', 'logs'] },
    { name: 'job', keys: ['data'] },
    { name: 'alone', keys: [] },
  ];
  const names = [...groupedBy(items, ({ keys }) => keys)].map(([key, group]) => [key, group.map(({ name }) => name)]);
  expect(names).toEqual([
    ['data', ['web', 'job']],
    ['logs', ['web']],
  ]);
});
