import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dechunker, HeadReader } from '#main/engine/http-body.ts';

function dechunk(bytes: Uint8Array, cuts: readonly number[]): { text: string; isDone: boolean } {
  const chunks = new Dechunker();
  let text = '';
  let from = 0;
  for (const to of [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    const part = Uint8Array.from(bytes.subarray(from, to));
    text += Buffer.from(part.subarray(0, chunks.compact(part))).toString('latin1');
    from = to;
  }
  return { text, isDone: chunks.isDone };
}

test('chunks of any size, cut anywhere, give what was sent', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 300, unit: 'binary-ascii' }), { maxLength: 20 }),
      fc.array(fc.nat(5000), { maxLength: 20 }),
      fc.boolean(),
      (parts, cuts, hasTrailer) => {
        const body = parts
          .map((part) => `${part.length.toString(16)}${hasTrailer ? ';x=y' : ''}\r\n${part}\r\n`)
          .join('');
        const bytes = Buffer.from(`${body}0\r\n${hasTrailer ? 'A: b\r\n' : ''}\r\n`, 'latin1');
        expect(dechunk(bytes, cuts)).toEqual({ text: parts.join(''), isDone: true });
        expect(dechunk(bytes.subarray(0, bytes.length - 1), cuts).isDone).toBe(false);
      },
    ),
  );
});

test.each(['xyz\r\n', '\r\n', '123456789\r\nx', '1\r\nabc'])('%j is no chunk', (text) => {
  expect(() => new Dechunker().compact(Buffer.from(text))).toThrow(RangeError);
});

test('a head is read from pieces of any size', () => {
  const bytes = Buffer.from('HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Type:  text/plain \r\n\r\nBODY');
  for (let size = 1; size <= bytes.length; size++) {
    const reader = new HeadReader();
    for (let from = 0; from < bytes.length; from += size) {
      const part = bytes.subarray(from, from + size);
      const parsed = reader.push(part);
      if (!parsed) continue;
      expect(parsed.head.status).toBe(200);
      expect(parsed.head.headers.get('api-version')).toBe('1.41');
      expect(parsed.head.headers.get('content-type')).toBe('text/plain');
      expect(from + parsed.bodyAt).toBe(bytes.indexOf('BODY'));
      break;
    }
  }
});

test.each([
  'SSH-2.0-OpenSSH_9.2\r\n',
  'HTTP/2 200 OK\r\n\r\n',
  'HTTP/1.1 abc\r\n\r\n',
  `HTTP/1.1 200 OK\r\n${'x'.repeat(70_000)}`,
])('%j is no HTTP', (text) => {
  expect(() => {
    const reader = new HeadReader();
    for (let from = 0; from < text.length; from += 60_000) reader.push(Buffer.from(text.slice(from, from + 60_000)));
  }).toThrow(RangeError);
});
