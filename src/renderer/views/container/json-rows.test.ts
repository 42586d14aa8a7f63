import { describe, expect, it } from 'vitest';
import { ancestors, findJson, jsonRows, MAX_CHILDREN } from '#renderer/views/container/json-rows.ts';

const value = {
  Id: 'abc',
  State: { Running: true, Health: { Log: [{ Output: 'ok' }] } },
  'a b': [1, null],
  Empty: {},
};
const lines = (...open: string[]): string[] =>
  jsonRows(value, (path) => open.includes(path)).map(
    ({ path, depth, text, count, isOpen }) =>
      `${'  '.repeat(depth)}${path} ${text ?? `(${count})${isOpen ? '' : '+'}`}`,
  );

describe('JSON tree', () => {
  it('shows what is open, with paths as jq writes them', () => {
    expect(lines()).toEqual(['.Id "abc"', '.State (2)+', '."a b" (2)+', '.Empty (0)+']);
    expect(lines('."a b"', '.State')).toEqual([
      '.Id "abc"',
      '.State (2)',
      '  .State.Running true',
      '  .State.Health (1)+',
      '."a b" (2)',
      '  ."a b"[0] 1',
      '  ."a b"[1] null',
      '.Empty (0)+',
    ]);
  });

  it('finds names and values, and what has to be open to see them', () => {
    expect(findJson(value, 'OUTPUT')).toEqual(['.State.Health.Log[0].Output']);
    expect(findJson(value, 'a')).toEqual(['.Id', '.State', '.State.Health', '."a b"']);
    expect(findJson(value, '')).toEqual([]);
    expect(ancestors(value, '.State.Health.Log[0].Output')).toEqual([
      '.State',
      '.State.Health',
      '.State.Health.Log',
      '.State.Health.Log[0]',
    ]);
    expect(ancestors(value, '."a b"[1]')).toEqual(['."a b"']);
    expect(ancestors(value, '.Gone.x')).toEqual([]);
  });

  it('cuts what is too long and too many, and says so', () => {
    const [row] = jsonRows({ label: 'x'.repeat(200_000) }, () => false);
    expect(row?.text).toMatch(/^"x{2000}"… \(200,000 characters\)$/);
    const many = jsonRows(Array.from({ length: MAX_CHILDREN + 5 }), () => false);
    expect(many).toHaveLength(MAX_CHILDREN + 1);
    expect(many.at(-1)?.text).toBe('… 5 more');
    expect(jsonRows('text', () => true)).toEqual([]);
  });
});
