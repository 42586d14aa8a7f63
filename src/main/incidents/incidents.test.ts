import { expect, test } from 'vitest';
import type { EngineEvent, InspectedContainer } from '#main/engine/engine-json.ts';
import type { StoredIncident } from '#main/incidents/incident-files.ts';
import { IncidentRecorder } from '#main/incidents/incident-recorder.ts';
import { Incidents } from '#main/incidents/incidents.ts';
import type { Incident } from '#shared/contract/incidents.ts';
import { incidentTitle, memoryWords } from '#shared/format/incident-words.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { FakeClock } from '#testing/fake-clock.ts';
import { sampleItems } from '#testing/samples.ts';

const SECOND = 1_795_246_300;
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function fixture(state: Partial<InspectedContainer['State']> = {}) {
  const events = new Emitter<EngineEvent>();
  const found: StoredIncident[] = [];
  const waits: (() => void)[] = [];
  const recorder = new IncidentRecorder({
    log: quiet,
    newId: () => String(found.length).padStart(16, '0'),
    onEvent: (listener) => events.on(listener),
    inspect: () =>
      Promise.resolve({
        Name: '/web',
        State: { Status: 'exited', ExitCode: 1, OOMKilled: false, ...state },
        Config: { Labels: {}, Tty: false, Image: 'nginx' },
        HostConfig: { RestartPolicy: { Name: 'always' }, Memory: 2_000_000 },
      } as unknown as InspectedContainer),
    readLines: () =>
      Promise.resolve(
        [-2, -1, 0, 1].map((second) => ({
          time: new Date((SECOND + second) * 1000).toISOString(),
          stream: 'stdout' as const,
          text: `at ${second}`,
        })),
      ),
    known: () => undefined,
    lastSample: () => sampleItems['docker:stats'],
    add: async (one) => void found.push(one),
    wait: (_ms, signal) =>
      new Promise((resolve) => {
        waits.push(resolve);
        signal.addEventListener('abort', () => resolve());
      }),
  });
  const tell = async (action: string, attributes: Record<string, string> = {}): Promise<void> => {
    events.fire({
      type: 'container',
      action,
      id: 'a',
      attributes: { name: 'web', ...attributes },
      timeNano: `${SECOND}000000000`,
    } as EngineEvent);
    await settle();
  };
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  /** The time is over in which Docker might still tell of memory. */
  const waited = async (): Promise<void> => {
    for (const done of waits.splice(0)) done();
    await settle();
  };
  return { recorder, tell, found, waited };
}

test('a failure is taken down with its last lines, memory and policy; what came after the end is left out', async () => {
  const { tell, found, recorder, waited } = fixture();
  await tell('die', { exitCode: '1' });
  await waited();
  expect(found).toHaveLength(1);
  expect(found[0]?.incident).toMatchObject({
    kind: 'exited',
    exitCode: 1,
    outOfMemory: false,
    memoryBytes: 1_000_000,
    restartPolicy: 'always',
    recent: 1,
    unknown: [],
  });
  expect(found[0]?.lines.map((line) => line.text)).toEqual(['at -2', 'at -1', 'at 0']);
  await recorder.close();
});

test('what somebody asked for and what ended well is no incident; the next failure is', async () => {
  const { tell, found, recorder, waited } = fixture();
  await tell('kill', { signal: '15' });
  await tell('die', { exitCode: '143' });
  await tell('stop');
  await tell('die', { exitCode: '0' });
  // A signal that asks for a new configuration ends nothing by itself.
  await tell('kill', { signal: '1' });
  expect(found).toEqual([]);
  await tell('die', { exitCode: '2' });
  await waited();
  expect(found.map(({ incident }) => incident.exitCode)).toEqual([2]);
  await recorder.close();
});

test('memory is told by the event even when it runs again, and 137 without it says what is not known', async () => {
  const again = fixture({ Status: 'running' });
  await again.tell('oom');
  await again.tell('die', { exitCode: '137' });
  await again.tell('die', { exitCode: '3' });
  await again.waited();
  expect(again.found.map(({ incident: { kind, outOfMemory, unknown } }) => [kind, outOfMemory, unknown])).toEqual([
    ['oom', true, []],
    ['exited', null, ['oomAfterRestart']],
  ]);
  const down = fixture();
  await down.tell('die', { exitCode: '137' });
  await down.waited();
  expect(down.found[0]?.incident).toMatchObject({ kind: 'killed', outOfMemory: false, unknown: ['killer'] });
  await Promise.all([again.recorder.close(), down.recorder.close()]);
});

test('memory that Docker tells of only after the end is why it ended, and not why the next run does', async () => {
  const { tell, found, recorder, waited } = fixture();
  await tell('die', { exitCode: '9' });
  expect(found).toEqual([]);
  await tell('oom');
  expect(found.map(({ incident }) => incident.kind)).toEqual(['oom']);
  await tell('start');
  await tell('die', { exitCode: '9' });
  await tell('start');
  await tell('oom');
  await waited();
  expect(found.map(({ incident }) => incident.kind)).toEqual(['oom', 'exited']);
  await recorder.close();
});

test('figures of an earlier run are not those before the end; whoever ran out of memory was at the limit', async () => {
  const { tell, found, recorder } = fixture();
  await tell('start');
  await tell('oom');
  await tell('die', { exitCode: '137' });
  expect(found[0]?.incident).toMatchObject({ memoryBytes: null, memoryLimitBytes: 2_000_000, unknown: [] });
  expect(memoryWords(found[0]?.incident as Incident)).toBe('at its limit of 1.9\u202fMiB');
  await recorder.close();
});

test('failing again and again is said where Docker starts it again', () => {
  const failed = { ...sampleItems.incidents, exitCode: 3, count: 4, recent: 4 };
  expect(incidentTitle({ ...failed, restartPolicy: 'always' })).toBe(
    'exited with code 3 again and again, 4 times in 10 minutes',
  );
  expect(incidentTitle({ ...failed, restartPolicy: 'no' })).toBe('exited with code 3, 4 times');
});

test('the same failure again within 10 min counts one record on; 500 of 90 days stay', async () => {
  const clock = new FakeClock();
  const kept = new Map<string, StoredIncident>();
  const incidents = new Incidents(
    {
      all: () => Promise.resolve([]),
      read: (id) => Promise.resolve(kept.get(id)),
      write: async (one) => void kept.set(one.incident.incident, one),
      remove: async (id) => void kept.delete(id),
      flush: () => Promise.resolve(),
    },
    clock,
  );
  const add = (n: number, container: string): Promise<void> =>
    incidents.add({
      incident: {
        ...sampleItems.incidents,
        incident: n.toString(16).padStart(16, '0'),
        container,
        count: 1,
        firstTime: new Date(clock.now() + n).toISOString(),
        time: new Date(clock.now() + n).toISOString(),
      },
      lines: [],
      health: [],
      isPrivate: false,
    });
  await add(1, 'a');
  await add(2, 'a');
  expect(incidents.list()).toMatchObject([{ incident: '0000000000000001', count: 2 }]);
  expect((await incidents.get('0000000000000001')).incident.count).toBe(2);
  for (let n = 3; n < 510; n++) await add(n, `c${n}`);
  expect([incidents.list().length, kept.size]).toEqual([500, 500]);
  await expect(incidents.get('f'.repeat(16))).rejects.toThrow('There is no such incident.');
  await incidents.dispose();
});
