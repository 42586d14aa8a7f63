import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameParser } from '#main/engine/frame-parser.ts';
import { FramedLines, type LogLines, MAX_LINE_BYTES, type OnLine, TtyLines } from '#main/engine/log-lines.ts';
import { CUT, STDERR, TTY } from '#shared/lines/chunk.ts';
import { formatNanos } from '#shared/lines/time.ts';

const stamp = (n: number): string => `2026-11-21T07:30:30.${String(n).padStart(9, '0')}Z`;

function frame(type: number, text: string | Buffer): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.from([type, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

interface Line {
  time: string;
  flag: number;
  text: string;
  length: number;
}

function collecting(make: (onLine: OnLine) => LogLines): { lines: LogLines; got: Line[] } {
  const got: Line[] = [];
  const lines = make((hi, lo, flag, bytes, from, to, length) =>
    got.push({ time: formatNanos(hi, lo), flag, text: Buffer.from(bytes.subarray(from, to)).toString('utf8'), length }),
  );
  return { lines, got };
}

const framed = (): { lines: LogLines; got: Line[]; errors: string[] } => {
  const errors: string[] = [];
  return { ...collecting((onLine) => new FramedLines(onLine, (message) => errors.push(message))), errors };
};

/** In pieces as given, through one buffer that is written over afterwards, as the socket does it. */
function feed(lines: LogLines, bytes: Uint8Array, cuts: readonly number[] = []): void {
  let from = 0;
  for (const to of [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    const part = Uint8Array.from(bytes.subarray(from, to));
    lines.push(part);
    part.fill(0xee);
    from = to;
  }
}

describe('frames', () => {
  test('a million empty lines in one read are a million lines, without recursion', () => {
    const one = frame(1, `${stamp(1)} \n`);
    const many = Buffer.alloc(one.length * 1_000_000);
    for (let i = 0; i < 1_000_000; i++) one.copy(many, i * one.length);
    let count = 0;
    const lines = new FramedLines(
      () => (count += 1),
      () => undefined,
    );
    lines.push(many);
    expect(count).toBe(1_000_000);
  });

  test('cut anywhere, the lines are the same', () => {
    const bytes = Buffer.concat([
      frame(1, `${stamp(1)} one\n`),
      frame(2, `${stamp(2)} two\r\n`),
      frame(1, `${stamp(3)} \n`),
      frame(1, `${stamp(4)} ${'x'.repeat(16_384)}`),
      frame(2, `${stamp(5)} between\n`),
      frame(1, `${stamp(4)} ${'y'.repeat(16_384)}`),
      frame(1, `${stamp(4)} end\n`),
      frame(1, `${stamp(6)} ünïcode €\n`),
    ]);
    const whole = framed();
    feed(whole.lines, bytes);
    expect(whole.got.map((line) => line.text.length)).toEqual([3, 3, 0, 7, 32_771, 9]);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), (cuts) => {
        const cut = framed();
        feed(cut.lines, bytes, cuts);
        expect(cut.got).toEqual(whole.got);
      }),
      { numRuns: 300 },
    );
  });

  test('a line of exactly one piece is ended by the line end alone', () => {
    const { lines, got } = framed();
    feed(
      lines,
      Buffer.concat([
        frame(1, `${stamp(1)} ${'x'.repeat(16_384)}`),
        frame(1, `${stamp(1)} \n`),
        frame(1, `${stamp(2)} next\n`),
      ]),
    );
    expect(got.map(({ text }) => text.length)).toEqual([16_384, 4]);
  });

  test('a long line without its end is not glued to the next one, which has another time', () => {
    const { lines, got } = framed();
    feed(lines, Buffer.concat([frame(1, `${stamp(1)} ${'x'.repeat(16_384)}`), frame(1, `${stamp(2)} next\n`)]));
    expect(got.map(({ text }) => text.length)).toEqual([16_384, 4]);
  });

  test('an open piece is a line only where the answer was complete', () => {
    for (const isComplete of [true, false]) {
      const { lines, got } = framed();
      feed(lines, frame(1, `${stamp(1)} ${'x'.repeat(16_384)}`));
      expect(lines.hasOpen).toBe(true);
      if (isComplete) lines.flush();
      else lines.drop();
      expect(got).toHaveLength(isComplete ? 1 : 0);
      expect(lines.hasOpen).toBe(false);
    }
  });

  test('a line beyond 256 KiB is cut, flagged, and its whole length is known', () => {
    const { lines, got } = framed();
    for (let i = 0; i < 20; i++) feed(lines, frame(2, `${stamp(1)} ${'x'.repeat(16_384)}`));
    feed(lines, frame(2, `${stamp(1)} end\n`));
    expect(got).toEqual([
      { time: stamp(1), flag: STDERR | CUT, text: 'x'.repeat(MAX_LINE_BYTES), length: 20 * 16_384 + 3 },
    ]);
  });

  test("the engine's own error is told and no line", () => {
    const { lines, got, errors } = framed();
    feed(lines, frame(3, 'Error grabbing logs: file already closed\n'));
    expect(got).toEqual([]);
    expect(errors).toEqual(['Error grabbing logs: file already closed']);
  });

  test.each([
    ['a type that cannot be', Uint8Array.of(7, 0, 0, 0, 0, 0, 0, 1, 65)],
    ['text', Buffer.from('HTTP/1.1 200')],
    ['4 GiB', Uint8Array.of(1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 65)],
  ])('%s in place of a header is an error and holds no memory', (_name, bytes) => {
    const parser = new FrameParser(() => expect.unreachable());
    expect(() => parser.push(bytes)).toThrow(/damaged/);
    const slow = new FrameParser(() => expect.unreachable());
    expect(() => {
      for (const byte of bytes) slow.push(Uint8Array.of(byte));
    }).toThrow(/damaged/);
  });

  test('a carriage return goes only with its line end', () => {
    const { lines, got } = framed();
    feed(lines, Buffer.concat([frame(1, `${stamp(1)} 10%\r20%\r\n`), frame(1, `${stamp(2)} 30%\r`)]));
    expect(got.map(({ text }) => text)).toEqual(['10%\r20%', '30%\r']);
  });
});

describe('a TTY', () => {
  test('cut anywhere, the lines are the same', () => {
    const bytes = Buffer.from(
      `${stamp(1)} one\r\n${stamp(2)} \r\n${stamp(3)} a\rb\r\n${stamp(4)} ${'x'.repeat(3000)}\r\n`,
    );
    const whole = collecting((onLine) => new TtyLines(onLine));
    feed(whole.lines, bytes);
    expect(whole.got.map(({ text, flag, time }) => [text.length, flag, time])).toEqual([
      [3, TTY, stamp(1)],
      [0, TTY, stamp(2)],
      [3, TTY, stamp(3)],
      [3000, TTY, stamp(4)],
    ]);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
        const cut = collecting((onLine) => new TtyLines(onLine));
        feed(cut.lines, bytes, cuts);
        expect(cut.got).toEqual(whole.got);
      }),
      { numRuns: 300 },
    );
  });

  test('the time that Docker writes again every 16 KiB of a line is none of its text', () => {
    const letters = (count: number): string =>
      Array.from({ length: count }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
    const piecesOf = (text: string): string =>
      (text.match(/.{1,16384}/gs) ?? []).map((piece) => `${stamp(1)} ${piece}`).join('');
    // One that quotes a time, also its own, and one of exactly a piece.
    const texts = [letters(50_000), letters(16_384), `${letters(100)}${stamp(1)} ${letters(20_000)}`, 'short'];
    const bytes = Buffer.from(texts.map((text) => `${piecesOf(text)}\r\n`).join(''));
    for (const cuts of [[], [20, 16_420, 33_000, 33_010], [bytes.length - 1]]) {
      const { lines, got } = collecting((onLine) => new TtyLines(onLine));
      feed(lines, Buffer.from(bytes), cuts);
      expect(got.map(({ text }) => text)).toEqual(texts);
      // The carriage return counts, as it does for a line that is cut.
      expect(got.map(({ flag, length }) => [flag, length])).toEqual(texts.map((text) => [TTY, text.length + 1]));
    }
  });

  test('a line beyond 256 KiB is cut and flagged', () => {
    const { lines, got } = collecting((onLine) => new TtyLines(onLine));
    feed(lines, Buffer.from(`${stamp(1)} ${'x'.repeat(400_000)}\r\n${stamp(2)} next\r\n`), [100_000, 200_000, 300_000]);
    expect(got.map(({ flag, text }) => [flag, text.length <= MAX_LINE_BYTES])).toEqual([
      [TTY | CUT, true],
      [TTY, true],
    ]);
    expect(got[1]?.text).toBe('next');
  });
});
