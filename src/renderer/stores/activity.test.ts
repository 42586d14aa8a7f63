import { expect, test } from 'vitest';
import type { DockerEvent } from '#shared/contract/events.ts';
import { activityOf } from '#renderer/stores/activity.ts';

const START = Date.parse('2026-11-21T10:00:00Z');
const event = (second: number, action: string, name: string, exitCode?: string, type = 'container'): DockerEvent => ({
  time: new Date(START + second * 1000).toISOString(),
  type,
  action,
  id: type === 'container' ? `id-${name}` : name,
  name,
  attributes: exitCode === undefined ? {} : { exitCode },
});
const lines = (events: DockerEvent[], most = 9): string[] =>
  activityOf(events, most).map(
    ({ name, words, detail, count }) => `${name} ${words}${count > 1 ? ` x${count}` : ''}${detail}`,
  );

test('newest first, and only what is worth a line', () => {
  const events = [
    event(0, 'create', 'db'),
    event(1, 'attach', 'db'),
    event(2, 'start', 'db'),
    event(3, 'exec_create: sh', 'db'),
    event(30, 'health_status: unhealthy', 'db'),
    event(31, 'pull', 'node:24', undefined, 'image'),
    event(32, 'connect', 'bridge', undefined, 'network'),
    event(33, 'create', 'data', undefined, 'volume'),
  ];
  expect(lines(events)).toEqual(['data created', 'node:24 pulled', 'db is unhealthy', 'db started']);
  expect(lines(events, 2)).toEqual(['data created', 'node:24 pulled']);
});

test('the steps of a stop and of a restart are one line', () => {
  const stop = [event(0, 'kill', 'web'), event(1, 'die', 'web', '143'), event(1, 'stop', 'web')];
  const restart = [
    event(60, 'kill', 'web'),
    event(61, 'die', 'web', '137'),
    event(61, 'stop', 'web'),
    event(62, 'start', 'web'),
    event(62, 'restart', 'web'),
  ];
  expect(lines(stop)).toEqual(['web stopped']);
  expect(lines([...stop, ...restart])).toEqual(['web restarted', 'web stopped']);
});

test('an exit that the restart policy mends is a restart, and repeats are counted', () => {
  const loop = (at: number): DockerEvent[] => [event(at, 'die', 'worker', '1'), event(at + 30, 'start', 'worker')];
  expect(lines([...loop(0), ...loop(100), ...loop(200)])).toEqual(['worker restarted x3, exit 1']);
  expect(lines([event(0, 'die', 'job', '2')])).toEqual(['job exited, code 2']);
  expect(lines([event(0, 'die', 'job', '0'), event(500, 'start', 'job')])).toEqual(['job started', 'job exited']);
});

test('what was started again after a stop by hand is no restart of its own', () => {
  const events = [
    event(0, 'kill', 'web'),
    event(1, 'die', 'web', '143'),
    event(1, 'stop', 'web'),
    event(30, 'start', 'web'),
  ];
  expect(lines(events)).toEqual(['web started', 'web stopped']);
});
