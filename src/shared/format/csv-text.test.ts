import { expect, it } from 'vitest';
import { csvText } from '#shared/format/csv-text.ts';

it('writes what needs it in quotes, and NULL as nothing', () => {
  const rows = [
    ['1', null, ''],
    ['say "hi"', 'a,b', 'x\ny'],
  ];
  expect(csvText(['id', 'a b', ' c'], rows)).toBe('id,a b," c"\r\n1,,""\r\n"say ""hi""","a,b","x\ny"\r\n');
});
