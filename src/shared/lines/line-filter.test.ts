import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addItem, ChunkWriter, STDERR } from '#shared/lines/chunk.ts';
import { fieldText, hasField, lineFields } from '#shared/lines/line-fields.ts';
import { lineFilter, WANT_ALL, type Wanted } from '#shared/lines/line-filter.ts';
import { countMatches, linePattern } from '#shared/lines/line-pattern.ts';
import { LineSearch } from '#shared/lines/line-search.ts';
import { LineStore } from '#shared/lines/line-store.ts';
import { lineText, searchText } from '#shared/lines/line-text.ts';
import { ShownLines } from '#shared/lines/shown-lines.ts';

const encoder = new TextEncoder();
const text = (words: string, isPattern = false, matchCase = false) =>
  linePattern({ text: words, isPattern, matchCase });

function storeOf(lines: readonly string[], maxLines = 100_000): LineStore {
  const store = new LineStore({ maxLines, maxBytes: 1 << 28 });
  const writer = new ChunkWriter();
  for (const line of lines) writer.add(0, 1, line.startsWith('!') ? STDERR : 0, encoder.encode(line.replace(/^!/, '')));
  store.append(writer.take(), 0);
  return store;
}

function shownOf(store: LineStore, wanted: Partial<Wanted>): ShownLines {
  const shown = new ShownLines(store);
  shown.filter = lineFilter(store, { ...WANT_ALL, ...wanted }, false);
  shown.step(() => false);
  return shown;
}
const seqs = (shown: ShownLines): number[] => Array.from({ length: shown.count }, (_, i) => shown.at(i));

describe('lineFields', () => {
  it('reads JSON: message, level, the rest in its order, without the times', () => {
    const found = lineFields(
      '{"ts":1,"level":"error","msg":"checkout failed","order":"A-20931","ms":3012,"a":{"b":[1]}}',
    );
    expect(found).toMatchObject({ kind: 'json', message: 'checkout failed', level: 'error' });
    expect(found?.fields).toEqual([
      ['order', 'A-20931'],
      ['ms', '3012'],
      ['a', '{"b":[1]}'],
    ]);
  });

  it('reads logfmt with quotes', () => {
    const found = lineFields('level=warn msg="disk is full" path="/var lib" used=97');
    expect(found).toMatchObject({ kind: 'logfmt', message: 'disk is full', level: 'warn' });
    expect(found?.fields).toEqual([
      ['path', '"/var lib"'],
      ['used', '97'],
    ]);
  });

  it.each(['{not json}', '{"a":1', '[1,2]', '"x"', 'a=b', 'x=1 and then words', 'level= msg', '', '{}x', 'a=1 b=2'])(
    'takes %j for text',
    (line) => expect(lineFields(line)).toBeNull(),
  );

  it('lets no control character through, and cuts values of kilobytes', () => {
    const found = lineFields(JSON.stringify({ msg: 'a\u001b[31mb\u0007', x: `\u001b]0;t\u0007${'y'.repeat(5000)}` }));
    expect(found?.message).toBe('ab');
    // oxlint-disable-next-line no-control-regex -- that is the point
    expect(found?.fields[0]?.[1]).not.toMatch(/[\u0000-\u001f]/);
    expect(found?.fields[0]?.[1].length).toBeLessThan(250);
  });

  it('names no field that is only inherited', () => {
    const found = lineFields('{"msg":"x","__proto__":{"order":"A"},"own":"1"}');
    if (!found) throw new Error('no fields');
    expect(hasField(found, 'toString', fieldText(Object.prototype.toString))).toBe(false);
    expect(hasField(found, 'order', 'A')).toBe(false);
    expect(hasField(found, 'own', '1')).toBe(true);
  });
});

describe('lineText', () => {
  it.each([
    ['INFO  GET /', 'info', 6],
    ['[WARN] x', 'warn', 7],
    ['ERROR: x', 'error', 7],
    ['Error: x', 'error', 0],
    ['information', 'none', 0],
    ['INFO', 'info', 0],
  ] as const)('%j of level %s: %d characters are the level', (line, level, body) =>
    expect(lineText(line, level, false)).toMatchObject({ text: line, body, rest: line.length }),
  );

  it('puts level and message before the fields, and leaves raw lines alone', () => {
    const line = '{"level":"error","msg":"failed","order":"A"}';
    const shown = lineText(line, 'error', false);
    expect(shown.text).toBe('ERROR failed order=A');
    expect([shown.text.slice(shown.body), shown.text.slice(shown.rest)]).toEqual(['failed order=A', ' order=A']);
    expect(lineText(line, 'error', true).text).toBe(line);
  });
});

describe('linePattern', () => {
  it.each([
    ['(a', 'Not a valid pattern: unterminated group'],
    ['[a', 'Not a valid pattern: unterminated set of characters'],
    ['*a', 'Not a valid pattern: nothing to repeat'],
    ['a(?=b)', "Patterns here can't look around or refer back."],
    ['(?<!a)b', "Patterns here can't look around or refer back."],
    ['(a)\\1', "Patterns here can't look around or refer back."],
  ])('%s: %s', (pattern, words) => expect(() => text(pattern, true)).toThrow(words));

  it('takes an escaped backslash and a named group for what they are', () => {
    expect(text('\\\\1', true).test('\\1')).toBe(true);
    expect(text('(?<n>a)', true).test('xa')).toBe(true);
  });

  it('is linear where a backtracking engine would never end', () => {
    expect(text('^(a+)+$', true).test(`${'a'.repeat(5000)}b`)).toBe(false);
  });

  it('finds the same with the faster engine where that is used', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\d',
      '\\w',
      '\\s',
      '\\.',
      '(a|b)',
      '(?:ab)',
      ' ',
      '1',
      '\\b',
    );
    const repeat = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{1,2}');
    const pattern = fc
      .tuple(
        fc.constantFrom('', '^'),
        fc.array(fc.tuple(atom, repeat), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('', '$'),
      )
      .map(
        ([head, parts, tail]) =>
          head + parts.map(([one, times]) => (one === '\\b' ? one : one + times)).join('') + tail,
      );
    const line = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '1', ' ', '.', '-'), maxLength: 12 });
    fc.assert(
      fc.property(pattern, line, fc.boolean(), (words, sample, matchCase) => {
        const found = text(words, true, matchCase);
        expect(found.testPlain(sample)).toBe(found.test(sample));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves what could backtrack for ever to the linear engine', () => {
    expect(text('(a+)+$', true).testPlain(`${'a'.repeat(3000)}b`)).toBe(false);
    expect(text('a*a*a*a*a*b', true).testPlain('a'.repeat(3000))).toBe(false);
    expect(text(`${'a?'.repeat(28)}${'a'.repeat(28)}b`, true).testPlain('a'.repeat(28))).toBe(false);
    expect(text(`${'(a|a)'.repeat(28)}b`, true).testPlain('a'.repeat(28))).toBe(false);
    expect(text('(a|a)*b', true).testPlain('a'.repeat(3000))).toBe(false);
  });

  it('counts matches without overlap, and never an empty one', () => {
    expect(countMatches(text('aa'), 'aaaaa')).toBe(2);
    expect(countMatches(text('a*', true), 'baab')).toBe(1);
    expect(countMatches(text('É'), 'é É')).toBe(2);
    expect(countMatches(text('a.c', false), 'abc a.c')).toBe(1);
  });
});

describe('LineSearch over blocks', () => {
  it('finds in whole blocks just what it finds line by line', () => {
    const word = fc.constantFrom('alpha', 'beta', 'alph', 'a', 'lpha ', 'x=1', '{"msg":"alpha"}', 'é');
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { maxLength: 4 }), { minLength: 1, maxLength: 60 }),
        fc.boolean(),
        (some, isPlain) => {
          const lines = Array.from({ length: 4100 }, (_, i) => {
            const line = (some[i % some.length] ?? []).join(' ');
            return isPlain ? line.replaceAll(/[^ a-z]/g, '') : line;
          });
          const store = storeOf(lines);
          for (const pattern of [text('alpha'), text('ALPHA', false, true), text('^a.*a$', true)]) {
            const search = new LineSearch(new ShownLines(store), pattern);
            expect(search.step(() => false)).toBe(true);
            const expected = lines.flatMap((_, seq) =>
              countMatches(pattern, searchText(store, seq, false)) > 0 ? [seq] : [],
            );
            expect(search.lines).toEqual(expected);
          }
        },
      ),
      { numRuns: 6 },
    );
  });
});

describe('lineFilter', () => {
  const lines = [
    'INFO a',
    '!ERROR b',
    '!    at f',
    'INFO c order=A',
    '{"level":"warn","msg":"d","order":"A-1"}',
    'plain',
  ];

  it('goes by level, and a stack trace stays with its line', () => {
    expect(seqs(shownOf(storeOf(lines), { levels: new Set(['error']) }))).toEqual([1, 2]);
    expect(seqs(shownOf(storeOf(lines), { levels: new Set(['warn', 'none']) }))).toEqual([4, 5]);
  });

  it('goes by text, without text, and by field', () => {
    expect(seqs(shownOf(storeOf(lines), { include: text('order=a') }))).toEqual([3, 4]);
    expect(seqs(shownOf(storeOf(lines), { exclude: text('INFO') }))).toEqual([1, 2, 4, 5]);
    expect(seqs(shownOf(storeOf(lines), { fields: [{ name: 'order', value: 'A-1' }] }))).toEqual([4]);
  });

  it('shows matches with the lines around them, each once', () => {
    const many = Array.from({ length: 40 }, (_, i) => (i === 10 || i === 12 || i === 39 ? 'hit' : `line ${i}`));
    expect(seqs(shownOf(storeOf(many), { only: { pattern: text('hit'), context: 2 } }))).toEqual([
      8, 9, 10, 11, 12, 13, 14, 37, 38, 39,
    ]);
  });

  it('never hides that lines were lost', () => {
    const store = storeOf(lines);
    store.note({ dropped: 3 });
    const writer = new ChunkWriter();
    addItem(writer, { time: '2026-11-21T07:30:30Z', mark: 'stopped', text: '' });
    store.append(writer.take(), 9);
    expect(seqs(shownOf(store, { levels: new Set(['debug']) }))).toEqual([6, 7]);
    expect(seqs(shownOf(store, { only: { pattern: text('nothing'), context: 0 } }))).toEqual([6]);
  });

  it('agrees with a plain list while lines come and leave, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.boolean(), { maxLength: 30 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 100 }),
        (batches, maxLines) => {
          const store = storeOf([], maxLines);
          const shown = new ShownLines(store);
          shown.filter = lineFilter(store, { ...WANT_ALL, include: text('yes') }, false);
          let all: string[] = [];
          for (const batch of batches) {
            const writer = new ChunkWriter();
            const added = batch.map((is) => (is ? 'yes' : 'no'));
            for (const line of added) writer.add(0, 1, 0, encoder.encode(line));
            store.append(writer.take(), all.length);
            all = [...all, ...added];
            shown.step(() => false);
            const expected = all.flatMap((line, seq) => (line === 'yes' && seq >= store.first ? [seq] : []));
            expect(seqs(shown)).toEqual(expected);
            expect(shown.hidden).toBe(store.size - expected.length);
            for (const seq of expected) {
              expect(shown.after(seq - 1)).toBe(seq);
              expect(shown.before(seq + 1)).toBe(seq);
              expect(shown.indexOf(seq)).toBe(expected.indexOf(seq));
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
