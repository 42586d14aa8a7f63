import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogItem } from '#shared/contract/logs.ts';
import {
  addItem,
  ChunkWriter,
  itemsOf,
  jsonLengthOf,
  joinPacked,
  linesWithin,
  openChunk,
  packedCount,
  slicePacked,
} from '#shared/lines/chunk.ts';
import { formatNanos, millisOf, nanosOf, nanosOfMillis, parseNanos } from '#shared/lines/time.ts';

const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
const nanos = fc.integer({ min: 0, max: 999_999_999 });
const item: fc.Arbitrary<LogItem> = fc.oneof(
  fc.record({
    time: fc.tuple(seconds, nanos).map(([s, n]) => formatNanos(nanosOf(s, n).hi, nanosOf(s, n).lo)),
    stream: fc.constantFrom('stdout' as const, 'stderr' as const, 'tty' as const),
    text: fc.string({ unit: 'binary', maxLength: 50 }).map((text) => text.replaceAll(/[\ud800-\udfff]/g, '?')),
  }),
  fc.record({
    time: fc.constant('2026-11-21T07:30:30.669305096Z'),
    mark: fc.constantFrom('started' as const, 'missed' as const),
    text: fc.string(),
    count: fc.constantFrom(3, null),
  }),
);
const pack = (items: readonly LogItem[]): Uint8Array => {
  const writer = new ChunkWriter(16);
  for (const one of items) addItem(writer, one);
  return writer.take();
};

describe('nanoseconds', () => {
  it('are exact for every second and digit', () => {
    fc.assert(
      fc.property(seconds, nanos, (s, n) => {
        const { hi, lo } = nanosOf(s, n);
        expect((BigInt(hi) << 32n) | BigInt(lo)).toBe(BigInt(s) * 1_000_000_000n + BigInt(n));
        expect(parseNanos(formatNanos(hi, lo))).toEqual({ hi, lo });
        expect(Math.abs(millisOf(hi, lo) - (s * 1000 + n / 1e6))).toBeLessThan(0.001);
      }),
    );
  });

  it.each([0, 1, 999_999_999, 999_999_800])('are exact where a double would round to another second: %i', (rest) => {
    for (let s = 1_795_000_000; s < 1_795_000_200; s++) {
      const { hi, lo } = nanosOf(s, rest);
      const words = new Date(s * 1000).toISOString().slice(0, 19);
      expect(formatNanos(hi, lo)).toBe(`${words}.${String(rest).padStart(9, '0')}Z`);
    }
  });

  it('read Docker times with fewer digits, and refuse what is not a time', () => {
    expect(parseNanos('1970-01-01T00:00:01.5Z')).toEqual(nanosOf(1, 500_000_000));
    expect(nanosOfMillis(1500)).toEqual(nanosOf(1, 500_000_000));
    for (const bad of ['', 'yesterday', '2026-11-21', '2026-13-41T99:00:00Z', '2026-11-21T07:30:30+01:00'])
      expect(() => parseNanos(bad)).toThrow(RangeError);
  });
});

describe('packed log chunks', () => {
  it('give back what was put in', () => {
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const packed = pack(items);
        expect(packedCount(packed)).toBe(items.length);
        expect(packed.byteLength % 1).toBe(0);
        expect(itemsOf(packed)).toEqual(items);
      }),
    );
  });

  it('slice and join like arrays', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1 }), fc.nat(), fc.nat(), (items, a, b) => {
        const from = a % items.length;
        const to = from + 1 + (b % (items.length - from));
        const packed = pack(items);
        expect(itemsOf(slicePacked(packed, from, to))).toEqual(items.slice(from, to));
        const parts = [
          slicePacked(packed, 0, to),
          ...(to < items.length ? [slicePacked(packed, to, items.length)] : []),
        ];
        expect(joinPacked(parts)).toEqual(packed);
      }),
    );
  });

  it('are cut so that a part fits, a bigger line alone', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1 }), fc.integer({ min: 16, max: 600 }), (items, max) => {
        const packed = pack(items);
        for (let from = 0; from < items.length; ) {
          const to = linesWithin(packed, from, max);
          expect(to).toBeGreaterThan(from);
          if (to - from > 1) expect(slicePacked(packed, from, to).byteLength).toBeLessThanOrEqual(max);
          from = to;
        }
      }),
    );
  });

  it('have the layout that scripts read', () => {
    const packed = pack([{ time: '1970-01-01T00:00:00.000000007Z', stream: 'stderr', text: 'hé' }]);
    const view = new DataView(packed.buffer);
    expect(new TextDecoder().decode(packed.subarray(0, 4))).toBe('QLC1');
    expect([view.getUint32(4, true), view.getUint32(8, true), view.getUint32(12, true)]).toEqual([1, 3, 0]);
    expect(view.getBigUint64(16, true)).toBe(7n);
    expect(view.getUint32(24, true)).toBe(3);
    expect(view.getUint8(28)).toBe(1);
    expect(packed.byteLength).toBe(32 + 3);
  });

  it('are refused when broken, also when they lie at an odd address', () => {
    const packed = pack([{ time: '2026-11-21T07:30:30.669305096Z', stream: 'stdout', text: 'x' }]);
    const odd = new Uint8Array(packed.byteLength + 3);
    odd.set(packed, 3);
    expect(openChunk(odd.subarray(3)).count).toBe(1);
    expect(() => openChunk(packed.subarray(0, packed.length - 1))).toThrow('lengths');
    expect(() => openChunk(new Uint8Array(40))).toThrow('magic');
    expect(() => openChunk(new Uint8Array(4))).toThrow('header');
  });

  it('opens wherever it lies in what a socket gave, also as a Buffer of Node', () => {
    const item: LogItem = { time: '2026-11-21T07:30:30.669305096Z', stream: 'stdout', text: 'a line' };
    const packed = pack([item]);
    for (const offset of [1, 3, 4, 8]) {
      const received = Buffer.concat([Buffer.alloc(offset), packed]).subarray(offset);
      expect(itemsOf(received)).toEqual([item]);
    }
  });
});

it('the length of an item is known as JSON writes it, without writing it', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('"', '\\', '\u2028', '\ud800', '😀', '\u007f'),
  );
  fc.assert(
    fc.property(item, text, fc.boolean(), (one, more, isCut) => {
      const other = { ...one, text: more, ...(isCut && !('mark' in one) && { cut: true as const }) };
      expect(jsonLengthOf(other)).toBe(JSON.stringify(other).length);
    }),
  );
});
