import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { addItem, ChunkWriter, STDERR } from '#shared/lines/chunk.ts';
import { plainText } from '#shared/lines/escapes.ts';
import { LineStore } from '#shared/lines/line-store.ts';
import { CellMeasure, providerOf } from '#renderer/terminal/log/cell-measure.ts';
import { Find } from '#renderer/terminal/log/find.ts';
import { RowLayout } from '#renderer/terminal/log/row-layout.ts';
import { NO_LINE, type ScreenRow } from '#renderer/terminal/log/screen-row.ts';
import { LogSelection } from '#renderer/terminal/log/selection.ts';
import { styledText } from '#renderer/terminal/log/styled-text.ts';
import { Viewport } from '#renderer/terminal/log/viewport.ts';

const COLORS = {
  background: '#000000',
  text: '#e4e9ef',
  text2: '#aeb7c2',
  text3: '#8b95a1',
  bad: '#ff8078',
  warn: '#edb84f',
  rowError: '#1f1719',
  rowWarn: '#191815',
  match: '#5a4a12',
  matchCurrent: '#f8c84a',
  onMatchCurrent: '#14181d',
  selection: '#35415f',
  link: '#9db3ff',
  thumb: '#4a535e',
  focus: '#b3c3ff',
  series: ['#7194f8', '#66ebd8'],
};
const encoder = new TextEncoder();
const measure = new CellMeasure(providerOf(new UnicodeGraphemesAddon()));

let store: LineStore;
let layout: RowLayout;
let view: Viewport;
let number = 0;

function add(...lines: string[]): void {
  const writer = new ChunkWriter();
  for (const line of lines) writer.add(0, 1, line.startsWith('!') ? STDERR : 0, encoder.encode(line.replace(/^!/, '')));
  store.append(writer.take(), number);
  number += lines.length;
  view.arrived();
}
const many = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => `line ${from + i}`);
const textOf = (row: ScreenRow | undefined): string =>
  row?.aside?.text ??
  row?.segments
    .map((segment) => segment.text)
    .join('')
    .trim() ??
  '';
const shown = (rows = 5): string[] =>
  layout.rows(view.position, rows, () => []).flatMap((row) => (row.seq === NO_LINE ? [] : [textOf(row)]));

beforeEach(() => {
  number = 0;
  store = new LineStore({ maxLines: 1000, maxBytes: 1 << 26 });
  layout = new RowLayout(store, measure, COLORS);
  layout.columns = 40;
  layout.times = 'off';
  layout.hasNumbers = false;
  view = new Viewport(layout);
  view.height = 100;
  view.rowHeight = 20;
});

describe('Viewport', () => {
  it('follows the end', () => {
    add(...many(0, 30));
    expect(shown()).toEqual(many(25, 5));
    add('line 30');
    expect(shown()).toEqual(many(26, 5));
  });

  it('pauses when scrolled up, stays on its line while lines arrive, and counts them', () => {
    add(...many(0, 30));
    view.scrollBy(-60);
    expect(view.mode).toBe('paused');
    expect(shown()).toEqual(many(22, 5));
    add(...many(30, 50));
    expect(shown()).toEqual(many(22, 5));
    expect(view.newLines).toBe(50);
  });

  it('keeps the very line when older lines leave memory, and says so when it left itself', () => {
    add(...many(0, 1000));
    view.scrollBy(-2000);
    const before = shown();
    add(...many(1000, 800));
    expect(shown()).toEqual(before);
    expect(view.lostAt).toBeNull();
    add(...many(1800, 200));
    expect(view.lostAt).not.toBeNull();
    expect(shown()[0]).toBe('line 1000');
    view.follow();
    expect(view.lostAt).toBeNull();
    expect(shown().at(-1)).toBe('line 1999');
  });

  it('keeps part of a row, and follows again at the bottom', () => {
    add(...many(0, 30));
    view.scrollBy(-25);
    expect(view.shift).toBe(15);
    expect(shown(1)).toEqual(['line 23']);
    view.scrollBy(10);
    expect(view.mode).toBe('paused');
    view.scrollBy(100);
    expect(view.mode).toBe('following');
    expect(view.newLines).toBe(0);
  });

  it('freezes without scrolling', () => {
    add(...many(0, 30));
    view.pause('frozen');
    add(...many(30, 30));
    expect(view.mode).toBe('frozen');
    expect(shown()).toEqual(many(25, 5));
  });

  it('shows only the tail, which moves with the end and not under a reader', () => {
    view.tail = 10;
    add(...many(0, 30));
    view.home();
    expect(shown(1)).toEqual(['line 20']);
    add(...many(30, 30));
    expect(shown(1)).toEqual(['line 20']);
    view.follow();
    view.home();
    expect(shown(1)).toEqual(['line 50']);
    view.tail = 'all';
    view.home();
    expect(shown(1)).toEqual(['line 0']);
  });

  it('reveals a line only when it is out of sight', () => {
    add(...many(0, 100));
    view.reveal(50);
    const first = shown(1);
    view.reveal(51);
    expect(shown(1)).toEqual(first);
    view.reveal(99);
    expect(shown().at(-1)).toBe('line 99');
  });

  it('goes by the bar', () => {
    add(...many(0, 105));
    view.goToShare(0.5);
    expect(view.share).toBeCloseTo(0.5);
    expect(shown(1)).toEqual(['line 50']);
    view.goToShare(1);
    expect(view.isFollowing).toBe(true);
  });

  it('walks wrapped rows both ways to the same place', () => {
    layout.isWrapped = true;
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 120 }), { minLength: 5, maxLength: 30 }),
        fc.integer({ min: 0, max: 60 }),
        (lines, rows) => {
          store.clear();
          layout.reset();
          add(...lines.map((line) => line.replace(/^!/, '')));
          const start = { seq: layout.first, part: 0 };
          const down = layout.move(start, rows);
          expect(layout.move(down.position, -down.moved).position).toEqual(start);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('RowLayout', () => {
  it('marks stderr, tints errors with their stack, and gives numbers', () => {
    layout.hasNumbers = true;
    add('INFO fine', '!ERROR bad', '!    at f', 'after');
    const rows = layout.rows({ seq: 0, part: 0 }, 4, () => []);
    expect(rows.map(textOf)).toEqual(['1   INFO fine', '2 E ERROR bad', '3 E     at f', '4   after']);
    expect(rows.map((row) => row.edge)).toEqual(['', COLORS.bad, COLORS.bad, '']);
    expect(rows[1]?.segments.every((segment) => segment.sgr.includes('48;2;31;23;25'))).toBe(true);
  });

  it('tells of marks and of lines that this window missed', () => {
    layout.columns = 120;
    const writer = new ChunkWriter();
    addItem(writer, { time: '2026-11-21T07:30:30Z', mark: 'stopped', text: '', exitCode: 3 });
    addItem(writer, { time: '2026-11-21T07:30:31Z', mark: 'missed', text: '', count: 12 });
    store.append(writer.take(), 0);
    store.note({ dropped: 312 });
    add('next');
    const rows = layout.rows({ seq: 0, part: 0 }, 4, () => []).map(textOf);
    expect(rows[0]).toMatch(/^Container stopped at .*, exit code 3$/);
    expect(rows[1]).toMatch(/^12 lines missed\./);
    expect(rows[2]).toMatch(/^312 lines missed/);
  });

  it('cuts by columns without wrap; half of a wide character is a blank', () => {
    add('ab日本語cd');
    layout.left = 3;
    const [row] = layout.rows({ seq: 0, part: 0 }, 1, () => []);
    expect(row?.segments.map((segment) => segment.text).join('')).toBe(`${' '.repeat(layout.prefix)} 本語cd`);
  });

  it('wraps with a hang, never loses a character, and expands tabs when drawn', () => {
    layout.isWrapped = true;
    layout.columns = 24;
    const text = 'abcdefghij'.repeat(5);
    add(text, 'a\tb');
    const rows = layout.rows({ seq: 0, part: 0 }, 4, () => []);
    const first = rows.filter((row) => row.seq === 0);
    expect(first.length).toBe(layout.height(0));
    expect(first.map((row) => text.slice(row.from, row.to)).join('')).toBe(text);
    expect(textOf(rows.find((row) => row.seq === 1))).toBe('a       b');
    expect(layout.text(1)).toBe('a\tb');
  });

  it('finds the offset under a column', () => {
    add('ab日本cd');
    const [row] = layout.rows({ seq: 0, part: 0 }, 1, () => []);
    if (!row) throw new Error('no row');
    const at = (cell: number): number => layout.offsetAt(row, layout.prefix + cell);
    expect([at(0), at(2), at(4), at(6), at(99), at(-5)]).toEqual([0, 2, 3, 4, 6, 0]);
  });

  it('survives a megabyte in a line', () => {
    add('x'.repeat(1_000_000));
    layout.isWrapped = true;
    expect(layout.text(0)).toContain('cut in this view');
    expect(layout.height(0)).toBeGreaterThan(1000);
    expect(layout.opens(0)).toBe('whole');
    layout.open.add(0);
    layout.reset();
    expect(layout.text(0)).toBe('x'.repeat(1_000_000));
  });
});

describe('styledText', () => {
  it.each([
    [
      '\u001b[31mred\u001b[0m plain',
      'red plain',
      [
        { from: 0, sgr: '31' },
        { from: 3, sgr: '' },
      ],
    ],
    ['\u001b[1;38;5;200mx', 'x', [{ from: 0, sgr: '38;5;200;1' }]],
    [
      '\u001b[38;2;1;2;3mx\u001b[39my',
      'xy',
      [
        { from: 0, sgr: '38;2;1;2;3' },
        { from: 1, sgr: '' },
      ],
    ],
    ['a\u001b[2Jb\u001b]0;t\u0007c', 'abc', [{ from: 0, sgr: '' }]],
    ['a\u001b[999mb', 'ab', [{ from: 0, sgr: '' }]],
    [`a\u001b[${'1;'.repeat(20)}1mb`, 'ab', [{ from: 0, sgr: '' }]],
    ['a\u001b[5;8mb', 'ab', [{ from: 0, sgr: '' }]],
  ])('%j', (raw, text, spans) => expect(styledText(raw)).toEqual({ text, spans }));

  it('has the text that search and copy see, and lets no control through', () => {
    const piece = fc.constantFrom(
      '\u001b',
      '[',
      '31m',
      '0',
      ';',
      'text',
      '\r',
      '\u0007',
      '\u009b',
      '\u202e',
      ']',
      '2J',
      ' ',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
        const raw = parts.join('');
        const { text, spans } = styledText(raw);
        expect(text).toBe(plainText(raw));
        // oxlint-disable-next-line no-control-regex -- that is the point
        expect(text).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202e]/);
        expect(spans.every((span) => /^(?:\d{1,3}(?:;\d{1,3})*)?$/.test(span.sgr))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('LogSelection', () => {
  it('copies over lines, by words and by whole lines', () => {
    add('first line', 'second line', 'third line');
    const selection = new LogSelection(layout);
    selection.start({ seq: 0, offset: 6 }, 'character');
    selection.extend({ seq: 2, offset: 5 });
    expect(selection.text()).toBe('line\nsecond line\nthird');
    selection.start({ seq: 1, offset: 2 }, 'word');
    expect(selection.text()).toBe('second');
    selection.extend({ seq: 0, offset: 1 });
    expect(selection.text()).toBe('first line\nsecond');
    selection.start({ seq: 1, offset: 2 }, 'line');
    expect(selection.text()).toBe('second line');
    selection.all();
    expect(selection.text()).toBe('first line\nsecond line\nthird line');
    selection.clear();
    expect(selection.text()).toBe('');
  });
});

describe('Find', () => {
  it('starts from where the reader is, counts, and takes in what arrives', () => {
    add('timeout 0', 'x', 'timeout 2', 'x', 'timeout timeout 4');
    const find = new Find(layout, () => {});
    find.set({ text: 'timeout', matchCase: false, isPattern: false });
    expect(find.state).toEqual({ total: 4, current: 0, isDone: true, error: null });
    expect(find.step(1, 1)).toBe(2);
    expect(find.state?.current).toBe(2);
    expect([find.step(1, 0), find.state?.current]).toEqual([4, 3]);
    expect([find.step(1, 0), find.state?.current]).toEqual([4, 4]);
    expect([find.step(1, 0), find.state?.current]).toEqual([0, 1]);
    expect([find.step(-1, 0), find.state?.current]).toEqual([4, 4]);
    add('timeout 5');
    find.arrived();
    expect(find.state?.total).toBe(5);
    expect(find.overlays(4, layout.text(4), COLORS)).toHaveLength(2);
    find.set(null);
    expect(find.state).toBeNull();
    find.dispose();
  });
});

describe('lines put in above and below the reader', () => {
  const packed = (from: number, count: number): Uint8Array => {
    const writer = new ChunkWriter();
    for (const line of many(from, count)) writer.add(0, 1, 0, encoder.encode(line));
    return writer.take();
  };

  it('never move the text under the eye', () => {
    store.moved.on((move) => {
      layout.reset();
      view.moved(move);
    });
    store.limits = { maxLines: 100_000, maxBytes: 1 << 26 };
    view.tail = 50;
    add(...many(100, 100));
    view.scrollBy(-450);
    const before = shown();
    const { newLines } = view;
    store.insert(store.first, packed(0, 100));
    expect(shown()).toEqual(before);
    store.insert(store.first + 150, packed(1000, 10));
    expect(shown()).toEqual(before);
    store.insert(store.next - 1, packed(2000, 10));
    expect(shown()).toEqual(before);
    expect(view.newLines).toBe(newLines);
    view.home();
    // The tail holds: what lies before it is shown when it is asked for.
    expect(view.beyondTail).toBeGreaterThan(0);
    view.openTail(1000);
    view.home();
    expect(shown(1)).toEqual(['line 0']);
  });

  it('take the place of the row above the first line', () => {
    store.moved.on((move) => {
      layout.reset();
      view.moved(move);
    });
    layout.top = { text: 'top', isLoss: false, act: null };
    add(...many(100, 30));
    view.home();
    expect(shown(2)).toEqual(['line 100']);
    expect(view.position.part).toBe(-1);
    store.insert(store.first, packed(90, 10));
    expect(shown(2)).toEqual(['line 99', 'line 100']);
  });
});

describe('days', () => {
  it('begin with a divider, which is no part of the line', () => {
    const writer = new ChunkWriter();
    for (const time of [
      '2026-11-20T23:59:59.000000000Z',
      '2026-11-21T00:00:01.000000000Z',
      '2026-11-20T23:00:00.000000000Z',
    ])
      addItem(writer, { time, stream: 'stdout', text: time.slice(0, 10) });
    store.append(writer.take(), 0);
    layout.times = 'utc';
    view.home();
    const rows = layout.rows(view.position, 6, () => []);
    expect(rows.map((row) => row.aside?.text ?? (row.seq === NO_LINE ? '' : 'line'))).toEqual([
      'line',
      expect.stringContaining('21 November 2026'),
      'line',
      expect.stringContaining('20 November 2026'),
      'line',
      '',
    ]);
    view.height = 40;
    view.follow();
    // Down to the last line and its divider, and up again by as many rows.
    expect(layout.move({ seq: 0, part: 0 }, 4).position).toEqual({ seq: 2, part: 0 });
    expect(layout.move({ seq: 2, part: 0 }, -4)).toEqual({ position: { seq: 0, part: 0 }, moved: 4 });
  });
});

describe('structured lines', () => {
  it('open in place: a row a field, in the text that is selected and copied', () => {
    layout.hasLevels = true;
    add('INFO before', '{"level":"error","msg":"failed","order":"A","n":1}', 'after');
    // A phone has no room for words.
    expect(layout.rows({ seq: 1, part: 0 }, 1, () => []).map(textOf)).toEqual(['E ▸ failed order=A n=1']);
    layout.columns = 80;
    layout.reset();
    expect(layout.rows({ seq: 0, part: 0 }, 3, () => []).map(textOf)).toEqual([
      'INFO  before',
      'ERROR ▸ failed order=A n=1',
      'after',
    ]);
    layout.open.add(1);
    layout.reset();
    expect(layout.height(1)).toBe(7);
    expect(layout.rows({ seq: 1, part: 0 }, 8, () => []).map(textOf)).toEqual([
      'ERROR ▾ failed order=A n=1',
      '{',
      '"level": "error",',
      '"msg": "failed",',
      '"order": "A",',
      '"n": 1',
      '}',
      'after',
    ]);
    expect(layout.text(1)).toContain('\n  "order": "A",\n');
    layout.isRaw = true;
    layout.open.clear();
    layout.reset();
    expect(layout.text(1)).toBe('{"level":"error","msg":"failed","order":"A","n":1}');
  });
});

describe('clear', () => {
  it('hides what was there and nothing that comes, and takes nothing away', () => {
    add(...many(0, 30));
    view.cleared = store.next;
    expect(layout.count).toBe(0);
    add('new');
    expect(shown()).toEqual(['new']);
    view.cleared = Number.NEGATIVE_INFINITY;
    expect(shown()).toEqual([...many(26, 4), 'new']);
  });
});
