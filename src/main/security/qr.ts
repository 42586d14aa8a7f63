import { encode } from 'uqr';

/** A QR code as rows of "1" (dark) and "0", so that a page can draw it without being handed markup. */
export function qrRows(text: string): string[] {
  return encode(text, { ecc: 'M', border: 2 }).data.map((row) => row.map((isDark) => (isDark ? '1' : '0')).join(''));
}
