import { describe, expect, it } from 'vitest';
import { memory, rate, size } from '#shared/format/bytes.ts';
import { clockTime, preciseTime } from '#shared/format/clock-time.ts';
import { type ContainerFacts, stateShape, statusWords } from '#shared/format/container-status.ts';
import { ago, duration, longDuration, ordinal, tookWords } from '#shared/format/duration.ts';
import { shortImage } from '#shared/format/image-name.ts';
import { percent } from '#shared/format/percent.ts';
import { cappedCount, plural, words } from '#shared/format/quantity.ts';

const NOW = Date.parse('2026-11-21T14:00:00Z');
const facts = (more: Partial<ContainerFacts>): ContainerFacts => ({
  state: 'running',
  restartCount: 0,
  createdAt: '2026-11-21T10:00:00Z',
  ...more,
});

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [312 * 2 ** 20, '312 MiB'],
    [23.7 * 2 ** 20, '24 MiB'],
    [9.4 * 2 ** 20, '9.4 MiB'],
    [1.5 * 2 ** 30, '1.5 GiB'],
    [15.6 * 2 ** 30, '15.6 GiB'],
    [2 ** 30 - 1, '1 GiB'],
    [null, '–'],
  ])('memory %s is %s', (bytes, text) => expect(words(memory(bytes)).replace('\u202f', ' ')).toBe(text));

  it.each([
    [0, '0 B/s'],
    [840_000, '840 kB/s'],
    [39_100, '39 kB/s'],
    [6400, '6.4 kB/s'],
    [999_600, '1 MB/s'],
    [12_340_000, '12.3 MB/s'],
    [1_234_567, '1.2 MB/s'],
    [undefined, '–'],
    [Number.NaN, '–'],
  ])('rate %s is %s', (bytes, text) => expect(words(rate(bytes)).replace('\u202f', ' ')).toBe(text));

  it('sizes are decimal', () => expect(size(62_000_000_000)).toEqual({ value: '62', unit: 'GB' }));
});

describe('figures', () => {
  it('percent keeps one digit below 100', () => {
    expect(percent(18.24).value).toBe('18.2');
    expect(percent(99.97).value).toBe('100');
    expect(percent(392.4).value).toBe('392');
    expect(percent(null).value).toBe('–');
  });
  it('counts', () => {
    expect(plural(1, 'line')).toBe('1 line');
    expect(plural(1204, 'line')).toBe('1,204 lines');
    expect(cappedCount(9999)).toBe('9,999');
    expect(cappedCount(10_000)).toBe('9,999+');
  });
});

describe('durations', () => {
  it.each([
    [-5, '0 s'],
    [12_400, '12 s'],
    [3_599_999, '59 min'],
    [3_600_000, '1 h'],
    [6 * 86_400_000, '6 d'],
  ])('%s ms is %s', (ms, text) => expect(duration(ms)).toBe(text));
  it('two units', () => {
    expect(longDuration(3 * 3_600_000 + 12 * 60_000)).toBe('3 h 12 min');
    expect(longDuration(86_400_000)).toBe('1 d');
  });
  it('how long something took, as exactly as one would say it', () => {
    expect([0, 41.6, 999, 1000, 1340, 9900, 10_400, 192_000].map(tookWords)).toEqual([
      '0\u202fms',
      '42\u202fms',
      '999\u202fms',
      '1.0\u202fs',
      '1.3\u202fs',
      '9.9\u202fs',
      '10 s',
      '3 min 12 s',
    ]);
  });
  it('ago and ordinals', () => {
    expect(ago(1000)).toBe('just now');
    expect(ago(26 * 60_000)).toBe('26 min ago');
    expect([1, 2, 3, 5, 11, 12, 13, 21, 112].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '5th',
      '11th',
      '12th',
      '13th',
      '21st',
      '112th',
    ]);
  });
});

describe('clock', () => {
  it('prints UTC', () => {
    expect(clockTime(NOW, true)).toBe('14:00:00');
    expect(preciseTime(NOW + 7.4, true)).toBe('14:00:00.007');
  });
});

describe('images', () => {
  it.each([
    ['redis:7.4-alpine', 'redis:7.4-alpine'],
    ['axllent/mailpit:v1.27', 'axllent/mailpit:v1.27'],
    ['ghcr.io/acme/shop-api:2.14.0', '…/shop-api:2.14.0'],
    ['localhost:5000/thing', '…/thing'],
    [`busybox@sha256:${'a'.repeat(64)}`, 'busybox'],
    [`sha256:${'0123456789ab'.padEnd(64, '0')}`, '0123456789ab'],
  ])('%s is %s', (image, text) => expect(shortImage(image)).toBe(text));
});

describe('status', () => {
  it.each([
    [facts({ startedAt: '2026-11-21T11:00:00Z', health: 'healthy' }), 'Up 3 h, healthy', 'healthy'],
    [facts({ startedAt: '2026-11-21T11:00:00Z' }), 'Up 3 h', 'running'],
    [facts({ startedAt: '2026-11-21T13:59:48Z', health: 'starting' }), 'Starting, 12 s', 'starting'],
    [facts({ state: 'restarting', restartCount: 5 }), 'Restarting, 5th time', 'restarting'],
    [facts({ state: 'restarting', restartCount: null }), 'Restarting', 'restarting'],
    [facts({ state: 'exited', exitCode: 1, finishedAt: '2026-11-21T13:34:00Z' }), 'Exited (1) 26 min ago', 'failed'],
    [facts({ state: 'exited', exitCode: 0, finishedAt: '2026-11-19T13:34:00Z' }), 'Exited (0) 2 d ago', 'exited'],
    [
      facts({ state: 'exited', exitCode: 137, outOfMemory: true, finishedAt: '2026-11-21T09:00:00Z' }),
      'Out of memory, 5 h ago',
      'failed',
    ],
    [facts({ state: 'paused' }), 'Paused', 'paused'],
    [facts({ state: 'created' }), 'Created, never started', 'created'],
  ])('%o', (given, text, shape) => {
    expect(statusWords(given, NOW)).toBe(text);
    expect(stateShape(given)).toBe(shape);
  });
});
