import { expect, test } from 'vitest';
import type { DockerEvent } from '#shared/contract/events.ts';
import { KEPT_FIGURES, type KeptFigures, type StatsPoint } from '#shared/contract/stats-history.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { eventsOf, statsRows } from '#renderer/stores/stats-rows.ts';
import { columnsOf } from '#renderer/views/container/stats-window.ts';
import { sampleItems } from '#testing/samples.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const time = (second: number): string => new Date(NOW + second * 1000).toISOString();
const sample = (second: number): StatsSample => ({
  ...sampleItems['docker:stats'],
  time: time(second),
  cpuPercent: second,
});
const all = (value: number): KeptFigures =>
  Object.fromEntries(KEPT_FIGURES.map((name) => [name, value])) as KeptFigures;
const point = (second: number): StatsPoint => ({
  time: time(second),
  seconds: 29,
  count: 2,
  min: all(1),
  mean: all(2),
  max: all(3),
});
const secondsOf = (rows: readonly { time: string }[]): number[] =>
  rows.map((row) => (Date.parse(row.time) - NOW) / 1000);

test('points where there are no single samples, samples where there are, each time once', () => {
  const kept = { points: [point(0), point(30), point(60)], samples: [sample(60), sample(61)], events: [] };
  const rows = statsRows(kept, [sample(61), sample(62), sample(63)]);
  expect(secondsOf(rows)).toEqual([14.5, 44.5, 60, 61, 62, 63]);
  expect(rows[0]).toMatchObject({ span: 30, cpuPercent: 2, low: { cpuPercent: 1 }, high: { cpuPercent: 3 } });
  expect(rows[2]?.span).toBeUndefined();
  const recent = [sample(1)];
  expect(statsRows(undefined, recent)).toBe(recent);
});

test('of a half-minute with a restart in it each part is drawn', () => {
  const part = { ...point(0), seconds: 4 };
  const points = [part, { ...point(12), seconds: 3 }];
  const rows = statsRows({ points, samples: [sample(12), sample(13)], events: [] }, [sample(14)]);
  expect(secondsOf(rows)).toEqual([2, 12, 13, 14]);
});

test('a time without data is a hole, between points as between samples and from one to the other', () => {
  const holesIn = (...rows: Parameters<typeof statsRows>): number[] => {
    const [times, values = []] = columnsOf(statsRows(...rows), (row) => row.cpuPercent);
    return Array.from(times, (at, i) => (values[i] === null ? at - NOW / 1000 : -1)).filter((at) => at >= 0);
  };
  expect(holesIn({ points: [point(0), point(30)], samples: [], events: [] }, [sample(60), sample(61)])).toEqual([]);
  expect(holesIn({ points: [point(0), point(90)], samples: [], events: [] }, [])).toEqual([59.5]);
  expect(holesIn({ points: [point(0)], samples: [], events: [] }, [sample(300)])).toEqual([157.25]);
  expect(holesIn({ points: [], samples: [], events: [] }, [sample(0), sample(10)])).toEqual([5]);
});

test('an event that is kept and was told again counts once', () => {
  const event = (second: number, action: string): DockerEvent => ({
    time: new Date(NOW + second * 1000).toISOString(),
    type: 'container',
    action,
    id: 'a',
    name: 'web',
    attributes: {},
  });
  const recent = [event(5, 'pause'), event(9, 'unpause')];
  const kept = { points: [], samples: [], events: [event(1, 'start'), event(5, 'pause')] };
  expect(eventsOf(kept, recent).map(({ action }) => action)).toEqual(['start', 'pause', 'unpause']);
  expect(eventsOf(undefined, recent)).toBe(recent);
});
