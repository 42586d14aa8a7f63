import { expect, test } from 'vitest';
import type { EngineEvent, InspectedContainer } from '#main/engine/engine-json.ts';
import type { StoredIncident } from '#main/incidents/incident-files.ts';
import { IncidentRecorder } from '#main/incidents/incident-recorder.ts';
import { Incidents } from '#main/incidents/incidents.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { FakeClock } from '#testing/fake-clock.ts';
import { sampleItems } from '#testing/samples.ts';

const SECOND = 1_795_246_300;
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function fixture(state: Partial<InspectedContainer['State']> = {}) {
  const events = new Emitter<EngineEvent>();
  const found: StoredIncident[] = [];
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
  });
  const tell = async (action: string, attributes: Record<string, string> = {}): Promise<void> => {
    events.fire({
      type: 'container',
      action,
      id: 'a',
      attributes: { name: 'web', ...attributes },
      timeNano: `${SECOND}000000000`,
    } as EngineEvent);
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { recorder, tell, found };
}

test('a failure is taken down with its last lines, memory and policy; what came after the end is left out', async () => {
  const { tell, found, recorder } = fixture();
  await tell('die', { exitCode: '1' });
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
  const { tell, found, recorder } = fixture();
  await tell('kill', { signal: '15' });
  await tell('die', { exitCode: '143' });
  await tell('stop');
  await tell('die', { exitCode: '0' });
  // A signal that asks for a new configuration ends nothing by itself.
  await tell('kill', { signal: '1' });
  expect(found).toEqual([]);
  await tell('die', { exitCode: '2' });
  expect(found.map(({ incident }) => incident.exitCode)).toEqual([2]);
  await recorder.close();
});

test('memory is told by the event even when it runs again, and 137 without it says what is not known', async () => {
  const again = fixture({ Status: 'running' });
  await again.tell('oom');
  await again.tell('die', { exitCode: '137' });
  await again.tell('die', { exitCode: '3' });
  expect(again.found.map(({ incident: { kind, outOfMemory, unknown } }) => [kind, outOfMemory, unknown])).toEqual([
    ['oom', true, []],
    ['exited', null, ['oomAfterRestart']],
  ]);
  const down = fixture();
  await down.tell('die', { exitCode: '137' });
  expect(down.found[0]?.incident).toMatchObject({ kind: 'killed', outOfMemory: false, unknown: ['killer'] });
  await Promise.all([again.recorder.close(), down.recorder.close()]);
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
