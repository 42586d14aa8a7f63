import { expect, it } from 'vitest';
import { hexRows } from '#shared/format/hex-rows.ts';

it('shows bytes in rows of 16, with what is text of them', () => {
  expect(hexRows('')).toEqual([]);
  expect(hexRows(`7f454c46${'00'.repeat(11)}417e20`)).toEqual([
    '00000000  7f 45 4c 46 00 00 00 00  00 00 00 00 00 00 00 41  .ELF...........A',
    '00000010  7e 20                                             ~ ',
  ]);
});
