import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SAMPLES_KEPT_MS, STATS_KEPT_MS, StatsDb } from '#main/history/stats-db.ts';
import { type EventRow, pointOf, rowOf, samplesOf } from '#main/history/stats-rows.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { sampleItems } from '#testing/samples.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const WEB = 'a'.repeat(64);
const sample = (ms: number, more: Partial<StatsSample> = {}): StatsSample => ({
  ...sampleItems['docker:stats'],
  container: WEB,
  time: new Date(ms).toISOString(),
  ...more,
});
const seconds = (from: number, count: number): StatsSample[] =>
  Array.from({ length: count }, (_, i) => sample(from + i * 1000, { cpuPercent: i, memoryBytes: 2 ** 40 + i }));

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qs-stats-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('a half-minute: least, mean and most of each figure, and each sample exactly, unless they came slowly', () => {
  const row = rowOf(seconds(NOW, 30));
  const point = pointOf(row);
  expect(point).toMatchObject({ time: '2026-11-21T10:00:00.000Z', seconds: 29, count: 30 });
  expect([point.min.cpuPercent, point.mean.cpuPercent, point.max.cpuPercent]).toEqual([0, 14.5, 29]);
  expect(point.max.blockReadRate).toBeNull();
  const back = samplesOf(row);
  expect(back).toHaveLength(30);
  expect(back[29]).toMatchObject({
    time: '2026-11-21T10:00:29.000Z',
    cpuPercent: 29,
    memoryBytes: 2 ** 40 + 29,
    networkRxBytes: null,
    cpuThrottledPercent: null,
  });
  expect(rowOf([sample(NOW), sample(NOW + 15_000)]).samples).toBeNull();
  const some = pointOf(rowOf([sample(NOW, { pids: null }), sample(NOW + 15_000, { pids: 7 })]));
  expect([some.min.pids, some.mean.pids]).toEqual([7, 7]);
});

test('is read back after the end of the program, of the container and span asked for, the fuller row of two', () => {
  const file = join(home, 'store', 'stats.db');
  const first = new StatsDb(file);
  first.put([rowOf(seconds(NOW, 12)), { ...rowOf(seconds(NOW, 30)), container: 'other' }]);
  first.put([rowOf(seconds(NOW, 20)), rowOf(seconds(NOW + 30_000, 30))]);
  first.close();
  const again = new StatsDb(file);
  expect(again.movedAside).toBeUndefined();
  expect(again.read(WEB, 0, NOW + 86_400_000).map(({ at, count }) => [at - NOW, count])).toEqual([
    [0, 20],
    [30_000, 30],
  ]);
  expect(again.read(WEB, NOW + 1, NOW + 30_000)).toEqual([]);
  expect(samplesOf(again.read(WEB, 0, NOW + 1)[0] ?? rowOf([]))).toHaveLength(20);
  again.close();
});

test('is bounded: seconds go after 10 min, points after 24 h, and the oldest of too many', () => {
  const db = new StatsDb(join(home, 'stats.db'));
  const ages = [STATS_KEPT_MS + 1, STATS_KEPT_MS - 1, SAMPLES_KEPT_MS + 1, SAMPLES_KEPT_MS - 1, 30_000];
  db.put(ages.map((age) => rowOf(seconds(NOW - age, 12))));
  db.bound(NOW);
  const held = (): [number, boolean][] => db.read(WEB, 0, NOW).map(({ at, samples }) => [NOW - at, samples !== null]);
  expect(held()).toEqual([
    [STATS_KEPT_MS - 1, false],
    [SAMPLES_KEPT_MS + 1, false],
    [SAMPLES_KEPT_MS - 1, true],
    [30_000, true],
  ]);
  db.bound(NOW, 2);
  expect(held().map(([age]) => age)).toEqual([SAMPLES_KEPT_MS - 1, 30_000]);
  db.clear();
  expect(held()).toEqual([]);
  db.close();
});

test('events are read back in their order, and go after 24 h, in a file of before they were kept too', () => {
  const file = join(home, 'stats.db');
  const old = new DatabaseSync(file);
  old.exec(`CREATE TABLE stats (container TEXT NOT NULL, at REAL NOT NULL, last REAL NOT NULL, count INTEGER NOT NULL, summary BLOB NOT NULL, samples BLOB,
    PRIMARY KEY (container, at)) WITHOUT ROWID; PRAGMA user_version = 1`);
  old.close();
  const db = new StatsDb(file);
  expect(db.movedAside).toBeUndefined();
  const event = (age: number): EventRow => ({ container: WEB, at: NOW - age, event: `{"age":${age}}` });
  db.put([], [event(1000), event(5000), event(STATS_KEPT_MS + 1), { ...event(2000), container: 'other' }]);
  db.bound(NOW);
  expect(db.events(WEB, 0, NOW).map(({ at }) => NOW - at)).toEqual([5000, 1000]);
  expect(db.events(WEB, NOW - 2000, NOW).map((row) => row.event)).toEqual(['{"age":1000}']);
  db.clear();
  expect(db.events('other', 0, NOW)).toEqual([]);
  db.close();
});

test('a file that is none is kept aside', () => {
  writeFileSync(join(home, 'stats.db'), 'no database, but long enough to be read as the head of one'.repeat(40));
  const db = new StatsDb(join(home, 'stats.db'), new Date(NOW));
  expect(db.movedAside).toBe(join(home, 'stats.db.broken-2026-11-21T100000'));
  expect(db.read(WEB, 0, NOW)).toEqual([]);
  db.close();
  expect(readdirSync(home)).toContain('stats.db.broken-2026-11-21T100000');
});
