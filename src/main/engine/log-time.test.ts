import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTimes, sinceText, StampReader } from '#main/engine/log-time.ts';
import { formatNanos, parseNanos } from '#shared/lines/time.ts';

function read(reader: StampReader, text: string): { time: string; rest: string } | undefined {
  const bytes = Buffer.from(text);
  const at = reader.read(bytes, 0, bytes.length);
  return at < 0 ? undefined : { time: formatNanos(reader.hi, reader.lo), rest: bytes.toString('utf8', at) };
}

test('any time is read to the nanosecond, whatever came before', () => {
  const reader = new StampReader();
  const moment = fc.record({ ms: fc.integer({ min: 0, max: Date.parse('2100-01-01') }), nanos: fc.nat(999_999_999) });
  fc.assert(
    fc.property(moment, ({ ms, nanos }) => {
      const time = `${new Date(ms).toISOString().slice(0, 19)}.${String(nanos).padStart(9, '0')}Z`;
      expect(read(reader, `${time} text`)).toEqual({ time, rest: 'text' });
      expect(read(reader, `${time} `)).toEqual({ time, rest: '' });
    }),
  );
});

test('what is no time is text, and the last time stays', () => {
  const reader = new StampReader();
  read(reader, '2026-11-21T07:30:30.669305096Z x');
  for (const text of [
    '',
    'x',
    '2026-11-21T07:30:30.66930509aZ x',
    '2026-13-41T07:30:30.669305096Z x',
    '2026-11-21T07:30:30.669305096Zx',
    '2026-11-21T07:30:30',
  ])
    expect(read(reader, text)).toBeUndefined();
  expect(formatNanos(reader.hi, reader.lo)).toBe('2026-11-21T07:30:30.669305096Z');
});

test('other engines write fewer digits and zones', () => {
  const reader = new StampReader();
  expect(read(reader, '2026-11-21T07:30:30.5Z text')).toEqual({ time: '2026-11-21T07:30:30.500000000Z', rest: 'text' });
  expect(read(reader, '2026-11-21T08:30:30.123456789+01:00 text')).toEqual({
    time: '2026-11-21T07:30:30.123456789Z',
    rest: 'text',
  });
  expect(read(reader, '2026-11-21T07:30:30Z text')).toEqual({ time: '2026-11-21T07:30:30.000000000Z', rest: 'text' });
});

test('since is exact, and never before 1970', () => {
  const { hi, lo } = parseNanos('2026-11-21T07:30:30.000000005Z');
  expect(sinceText(hi, lo)).toBe('1795246230.000000005');
  expect(sinceText(hi, lo, 2_000_000_000)).toBe('1795246228.000000005');
  expect(sinceText(hi, lo, 6)).toBe('1795246229.999999999');
  expect(sinceText(0, 1, 100)).toBe('0.000000000');
  expect([compareTimes(1, 0, 0, 5), compareTimes(1, 5, 1, 5), compareTimes(1, 5, 1, 6)]).toEqual([1, 0, -1]);
});
