import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addItem, ChunkWriter, MARK, NOTE, STDERR } from '#shared/lines/chunk.ts';
import { plainText } from '#shared/lines/escapes.ts';
import { lineLevel, namesLevel } from '#shared/lines/line-level.ts';
import { linePattern } from '#shared/lines/line-pattern.ts';
import { LineSearch } from '#shared/lines/line-search.ts';
import { LineStore } from '#shared/lines/line-store.ts';
import { ShownLines } from '#shared/lines/shown-lines.ts';
import { nanosOfMillis } from '#shared/lines/time.ts';

const encoder = new TextEncoder();
const WIDE = { maxLines: 1_000_000, maxBytes: 1 << 30 };

function pack(lines: readonly string[], flag = 0, timeMs = 1_700_000_000_000): Uint8Array {
  const writer = new ChunkWriter();
  lines.forEach((line, i) => {
    const { hi, lo } = nanosOfMillis(timeMs + i);
    writer.add(hi, lo, flag, encoder.encode(line));
  });
  return writer.take();
}
const numbered = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => `line ${from + i}`);
const held = (store: LineStore): string[] => Array.from({ length: store.size }, (_, i) => store.raw(store.first + i));

describe('LineStore', () => {
  it('holds lines over block borders with their times and flags', () => {
    const store = new LineStore(WIDE);
    store.append(pack(numbered(0, 3000)), 0);
    store.append(pack(['oops'], STDERR), 3000);
    expect(store.size).toBe(3001);
    expect([store.raw(0), store.raw(2047), store.raw(2048), store.raw(2999), store.raw(3000)]).toEqual([
      'line 0',
      'line 2047',
      'line 2048',
      'line 2999',
      'oops',
    ]);
    expect(store.time(2999)).toBe(1_700_000_002_999);
    expect(store.flag(3000)).toBe(STDERR);
    expect([store.stdout, store.stderr]).toEqual([3000, 1]);
  });

  it('drops the oldest by lines and keeps the numbers', () => {
    const store = new LineStore({ maxLines: 1000, maxBytes: 1 << 30 });
    for (let i = 0; i < 50; i++) store.append(pack(numbered(i * 100, 100)), i * 100);
    expect([store.first, store.next]).toEqual([4000, 5000]);
    expect(store.raw(4000)).toBe('line 4000');
    expect(store.raw(3999)).toBe('');
    expect(store.number(4000)).toBe(4001);
  });

  it('drops by bytes, also inside one block of giant lines, and gives the memory back', () => {
    const store = new LineStore({ maxLines: 1000, maxBytes: 4 << 20 });
    for (let i = 0; i < 40; i++) store.append(pack(['x'.repeat(1 << 18)]), i);
    expect(store.bytes).toBeLessThanOrEqual(4 << 20);
    expect(store.next).toBe(40);
    expect(store.raw(39)).toHaveLength(1 << 18);
    expect(store.raw(store.first)).toHaveLength(1 << 18);
  });

  it('keeps the stream numbers over a note and a jump', () => {
    const store = new LineStore(WIDE);
    store.append(pack(numbered(0, 3)), 0);
    store.note({ dropped: 7 });
    store.append(pack(numbered(10, 2)), 10);
    expect([0, 2, 3, 4, 5].map((seq) => store.number(seq))).toEqual([1, 3, null, 11, 12]);
    expect(store.flag(3)).toBe(NOTE);
    expect(JSON.parse(store.raw(3))).toEqual({ dropped: 7 });
    expect(store.time(3)).toBe(store.time(2));
  });

  it('counts on after clear, so that a seq never names two lines', () => {
    const store = new LineStore(WIDE);
    store.append(pack(numbered(0, 5)), 0);
    store.clear();
    const from = store.next;
    store.append(pack(['new']), 0);
    expect(from).toBeGreaterThanOrEqual(5);
    expect(store.raw(from)).toBe('new');
    expect(store.number(from)).toBe(1);
    expect(store.raw(0)).toBe('');
  });

  it('takes lines in at the front and in the middle, and later lines keep their numbers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4200 }),
        fc.array(
          fc.record({
            at: fc.double({ min: 0, max: 1, noNaN: true }),
            count: fc.integer({ min: 0, max: 2200 }),
            gone: fc.boolean(),
          }),
          { maxLength: 4 },
        ),
        fc.integer({ min: 100, max: 6000 }),
        (size, inserts, maxLines) => {
          const store = new LineStore({ maxLines, maxBytes: 1 << 30 });
          store.append(pack(numbered(0, size)), 0);
          let model = numbered(0, size).slice(-maxLines);
          store.limits = { maxLines: 100_000, maxBytes: 1 << 30 };
          for (const { at, count, gone } of inserts) {
            const index = Math.floor(at * (model.length - 1));
            const more = Array.from({ length: count }, (_, i) => `more ${i}`);
            const { next } = store;
            store.insert(store.first + index, pack(more), gone ? 1 : 0);
            model = [...model.slice(0, index), ...more, ...model.slice(index + (gone ? 1 : 0))];
            expect(store.next).toBe(next);
            expect(held(store)).toEqual(model);
          }
          store.append(pack(['last']), size);
          expect(held(store)).toEqual([...model, 'last']);
          expect(store.number(store.next - 1)).toBe(size + 1);
        },
      ),
      { numRuns: 40, examples: [[1, [{ at: 0, count: 0, gone: false }], 100]] },
    );
  });

  it('is the same as an array, however the lines are cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { minLength: 1, maxLength: 40 }), {
          maxLength: 30,
        }),
        fc.integer({ min: 1, max: 200 }),
        (chunks, maxLines) => {
          const store = new LineStore({ maxLines, maxBytes: 1 << 30 });
          const all: string[] = [];
          for (const chunk of chunks) {
            store.append(pack(chunk), all.length);
            all.push(...chunk);
          }
          expect(held(store)).toEqual(all.slice(-maxLines));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('LineSearch', () => {
  const search = (lines: string[], text: string, matchCase = false): LineSearch => {
    const store = new LineStore(WIDE);
    store.append(pack(lines), 0);
    const found = new LineSearch(new ShownLines(store), linePattern({ text, matchCase, isPattern: false }));
    expect(found.step(() => false)).toBe(true);
    return found;
  };

  it('counts every match and walks them round', () => {
    const found = search(['a timeout, a Timeout', 'nothing', 'timeout'], 'timeout');
    expect(found.total).toBe(3);
    expect(found.lines).toEqual([0, 2]);
    let place = { seq: -1, match: 0 };
    const walk = [1, 2, 3, 4].map(() => {
      place = found.beside(place, 1) ?? place;
      return `${place.seq}.${place.match} ${found.ordinal(place)}`;
    });
    expect(walk).toEqual(['0.0 1', '0.1 2', '2.0 3', '0.0 1']);
    expect(found.beside({ seq: 0, match: 0 }, -1)).toEqual({ seq: 2, match: 0 });
    expect(found.beside({ seq: 2, match: 0 }, -1)).toEqual({ seq: 0, match: 1 });
  });

  it('minds case only when asked, and takes signs literally', () => {
    expect(search(['Error', 'error'], 'error', true).total).toBe(1);
    expect(search(['a.b', 'axb'], 'a.b').total).toBe(1);
    expect(search(['(x)[y]{1}\\d^$', 'no'], '(x)[y]{1}\\d^$').total).toBe(1);
    expect(search(['a/b-c'], 'a/b-c').total).toBe(1);
  });

  it('looks through colour and past marks', () => {
    const store = new LineStore(WIDE);
    const writer = new ChunkWriter();
    writer.add(0, 1, 0, encoder.encode('time\u001b[31mout'));
    addItem(writer, { time: '2026-11-21T07:30:30Z', mark: 'stopped', text: 'timeout' });
    store.append(writer.take(), 0);
    store.note({ dropped: 1 });
    const found = new LineSearch(
      new ShownLines(store),
      linePattern({ text: 'timeout', matchCase: false, isPattern: false }),
    );
    found.step(() => false);
    expect(found.lines).toEqual([0]);
    expect(store.flag(1)).toBe(MARK);
  });

  it('works in slices, takes new lines in and forgets lines that left', () => {
    const store = new LineStore({ maxLines: 3000, maxBytes: 1 << 30 });
    store.append(pack(numbered(0, 2000)), 0);
    const found = new LineSearch(
      new ShownLines(store),
      linePattern({ text: 'line', matchCase: true, isPattern: false }),
    );
    expect(found.step(() => true)).toBe(false);
    expect(found.total).toBe(512);
    while (!found.step(() => true));
    expect(found.total).toBe(2000);
    store.append(pack(numbered(2000, 2000)), 2000);
    expect(found.isDone).toBe(false);
    found.step(() => false);
    expect(found.total).toBe(3000);
    expect(found.lines[0]).toBe(1000);
    expect(found.ordinal({ seq: 1000, match: 0 })).toBe(1);
  });
});

describe('levels', () => {
  it('reads words, logfmt and JSON, and keeps a stack trace with its error', () => {
    const store = new LineStore(WIDE);
    store.append(
      pack([
        'INFO start',
        '[warn] low',
        'ts=1 level=error msg=x',
        '    at f (x.js:1)',
        '    at g',
        '{"level":"debug","msg":"y"}',
        'plain',
        '\u001b[31mERROR\u001b[0m z',
        'information',
      ]),
      0,
    );
    expect(Array.from({ length: 9 }, (_, seq) => lineLevel(store, seq))).toEqual([
      'info',
      'warn',
      'error',
      'error',
      'error',
      'debug',
      'none',
      'error',
      'none',
    ]);
    expect([2, 3, 4, 7].map((seq) => namesLevel(store, seq) && lineLevel(store, seq) === 'error')).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('plainText', () => {
  it.each([
    ['plain', 'plain'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u001b]52;c;aGk=\u001b\\text', 'text'],
    ['a\u0007b\u0008c', 'abc'],
    ['1 %\r2 %\r3 %', '3 %'],
    ['crlf\r', 'crlf'],
    ['\u009b31mred', 'red'],
    ['abc\u202edcb', 'abcdcb'],
    ['tab\tstays', 'tab\tstays'],
  ])('%j is %j', (raw, text) => expect(plainText(raw)).toBe(text));
});
