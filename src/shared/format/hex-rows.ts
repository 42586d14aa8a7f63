const ROW = 16;

/** Bytes in hexadecimal digits as `hexdump -C` writes them: where, 16 bytes, and what of them are characters. */
export function hexRows(hex: string): string[] {
  const rows: string[] = [];
  for (let at = 0; at * 2 < hex.length; at += ROW) {
    const pairs = hex.slice(at * 2, (at + ROW) * 2).match(/../g) ?? [];
    const text = pairs.map((pair) => Number.parseInt(pair, 16)).map((byte) => (byte >= 32 && byte < 127 ? byte : 46));
    const bytes = `${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`.padEnd(3 * ROW);
    rows.push(`${at.toString(16).padStart(8, '0')}  ${bytes}  ${String.fromCharCode(...text)}`);
  }
  return rows;
}
