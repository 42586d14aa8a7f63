import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CURSOR_LINES, hashLine, LogCursor } from '#main/engine/log-cursor.ts';

const accept = (cursor: LogCursor, stream: number, at: number, hash = at, isReplayPossible = true): boolean =>
  cursor.accept(stream, Math.floor(at / 2 ** 32), at % 2 ** 32, hash >>> 0, isReplayPossible);

describe('cursor', () => {
  test('against a model: any lines, any of them again, each is taken once', () => {
    const line = fc.record({ stream: fc.nat(1), at: fc.integer({ min: 1, max: 400 }), hash: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 3000 }), (lines) => {
        const cursor = new LogCursor();
        const known = new Set<string>();
        for (const { stream, at, hash } of lines) {
          const key = `${stream} ${at} ${hash}`;
          expect(accept(cursor, stream, at, hash, false)).toBe(!known.has(key));
          known.add(key);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a whole log again is nothing new, also when it is longer than what is kept', () => {
    const cursor = new LogCursor();
    const lines = CURSOR_LINES + 5000;
    let taken = 0;
    for (let at = 1; at <= lines; at++) if (accept(cursor, at % 2, at)) taken += 1;
    expect(taken).toBe(lines);
    let again = 0;
    for (let at = 1; at <= lines; at++) if (accept(cursor, at % 2, at)) again += 1;
    expect(again).toBe(0);
    expect(accept(cursor, 0, lines + 1)).toBe(true);
    expect(cursor.newest).toEqual({ hi: 0, lo: lines + 1 });
  });

  test('the same time and text on both streams are two lines', () => {
    const cursor = new LogCursor();
    expect([accept(cursor, 0, 5), accept(cursor, 1, 5), accept(cursor, 0, 5), accept(cursor, 1, 5)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('a late line of the other stream is taken, one from before the floor is not', () => {
    const cursor = new LogCursor();
    accept(cursor, 0, 100);
    cursor.setFloor(0, 100);
    accept(cursor, 0, 200);
    expect(accept(cursor, 1, 150)).toBe(true);
    expect(accept(cursor, 1, 90)).toBe(false);
    expect(accept(cursor, 1, 91, 91, false)).toBe(true);
  });

  test('when the clock went back, what looks old is new', () => {
    const cursor = new LogCursor();
    for (let at = 1000; at < 1010; at++) accept(cursor, 0, at);
    cursor.forget();
    expect(cursor.isEmpty).toBe(true);
    expect(accept(cursor, 0, 500)).toBe(true);
    expect(accept(cursor, 0, 500)).toBe(false);
  });

  test('it knows across the high word', () => {
    const cursor = new LogCursor();
    const at = 7 * 2 ** 32 - 1;
    expect([
      accept(cursor, 0, at),
      accept(cursor, 0, at + 1),
      accept(cursor, 0, at),
      accept(cursor, 0, at + 1),
    ]).toEqual([true, true, false, false]);
  });
});

test('a hash tells lines apart by their ends and their length', () => {
  const long = new Uint8Array(1000).fill(65);
  const other = Uint8Array.from(long);
  other[999] = 66;
  const hashes = [
    hashLine(long, 0, 1000, 1000),
    hashLine(other, 0, 1000, 1000),
    hashLine(long, 0, 1000, 1001),
    hashLine(long, 0, 10, 10),
    hashLine(long, 0, 11, 11),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});
