// Why containers stopped, taken down from a real engine: what a restart policy wipes has to be there all the same.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Incident } from '#shared/contract/incidents.ts';
import type { Result } from '#shared/contract/index.ts';
import { TEST_IMAGE } from '../engine.ts';
import { BuiltProgram, type RunningProgram } from './built-program.ts';
import { TestContainers } from './containers-of-test.ts';

const MEBIBYTE = 1024 * 1024;
const LIMITED = ['--memory', '32m', '--memory-swap', '32m'];
/** `tail` holds the last line, and of zeros there is only one. */
const EAT_MEMORY = 'tail /dev/zero';

const containers = new TestContainers();
const built = new BuiltProgram(containers.host, {});
let program: RunningProgram;

beforeAll(async () => {
  program = await built.start();
  await vi.waitUntil(async () => (await program.poll<{ items: unknown[] }>('containers')).items.length > 0, 10_000);
});
afterAll(async () => {
  built.dispose();
  await containers.removeAll();
});

async function incidentsOf(container: string): Promise<Incident[]> {
  const { items } = await program.poll<{ items: { incidents: Incident[] }[] }>('incidents');
  return items.flatMap(({ incidents }) => incidents).filter((one) => one.container === container);
}

/** The incident of a container, once there is one that fits. */
async function incidentOf(container: string, fits: (one: Incident) => boolean = () => true): Promise<Incident> {
  let found: Incident | undefined;
  await expect
    .poll(async () => (found = (await incidentsOf(container)).find(fits)) !== undefined, { timeout: 20_000 })
    .toBe(true);
  return found as Incident;
}

const detailsOf = ({ incident }: Incident): Promise<Result<'incidents.get'>> =>
  program.call('incidents.get', { incident });

const textsOf = ({ lines }: Result<'incidents.get'>): string[] => lines.map(({ text }) => text);

test('out of memory: said by the flag, with the limit, the memory before it and the last lines', async () => {
  // Its figures are looked at while it lives, as on the screen of its statistics.
  const id = await containers.run(
    `echo warming up; while [ ! -e /go ]; do sleep 0.1; done; echo about to eat; exec ${EAT_MEMORY}`,
    ...LIMITED,
  );
  await expect
    .poll(async () => (await program.poll<{ items: unknown[] }>('docker:stats', { container: id })).items.length, {
      timeout: 20_000,
    })
    .toBeGreaterThan(0);
  await containers.docker('exec', id, 'touch', '/go');
  const incident = await incidentOf(id);
  expect(incident).toMatchObject({
    kind: 'oom',
    exitCode: 137,
    outOfMemory: true,
    memoryLimitBytes: 32 * MEBIBYTE,
    restartPolicy: 'no',
    recent: 1,
    unknown: [],
  });
  expect(incident.memoryBytes).toBeGreaterThan(0);
  expect(incident.memoryBytes).toBeLessThanOrEqual(32 * MEBIBYTE);
  expect(Date.parse(incident.memoryTime ?? '')).toBeLessThanOrEqual(Date.parse(incident.time));
  expect(textsOf(await detailsOf(incident))).toEqual(['warming up', 'about to eat']);
});

test('out of memory under a restart policy: the flag is wiped in Docker and known here', async () => {
  const id = await containers.run(`echo run; ${EAT_MEMORY}; exit 9`, ...LIMITED, '--restart=on-failure:3');
  // Where memory runs out before Docker listens for it, nobody is told: of the four runs at most one.
  const incident = await incidentOf(id, ({ kind, recent }) => kind === 'oom' && recent >= 3);
  expect(incident).toMatchObject({
    exitCode: 9,
    outOfMemory: true,
    memoryLimitBytes: 32 * MEBIBYTE,
    restartPolicy: 'on-failure',
    unknown: [],
  });
  expect(incident.count).toBeGreaterThanOrEqual(2);
});

test('killed from outside of Docker: 137 without the flag says what is not known', async () => {
  const id = await containers.run('echo alive; exec sleep 1000');
  const pid = await containers.docker('inspect', '-f', '{{.State.Pid}}', id);
  await containers.docker('run', '--rm', '--label', containers.label, '--pid=host', TEST_IMAGE, 'kill', '-9', pid);
  const incident = await incidentOf(id);
  expect(incident).toMatchObject({ kind: 'killed', exitCode: 137, outOfMemory: false, unknown: ['killer', 'memory'] });
  expect(textsOf(await detailsOf(incident))).toEqual(['alive']);
});

test('unhealthy: with what the health check said last', async () => {
  const id = await containers.run(
    'echo serving; exec sleep 1000',
    '--health-cmd=n=$(cat /n 2>/dev/null || echo 0); n=$((n+1)); echo $n > /n; echo "check $n: no answer from payments"; exit 1',
    '--health-interval=200ms',
    '--health-retries=2',
  );
  const incident = await incidentOf(id);
  expect(incident).toMatchObject({ kind: 'unhealthy', exitCode: null, outOfMemory: null });
  expect(incident.unknown).not.toContain('health');
  const { health } = await detailsOf(incident);
  expect(health.slice(0, 2)).toMatchObject([
    { exitCode: 1, output: 'check 1: no answer from payments\n' },
    { exitCode: 1, output: 'check 2: no answer from payments\n' },
  ]);
});

test('a restart loop is one record, with the lines of its last run and how often in 10 min', async () => {
  const id = await containers.run(
    'n=$(cat /n 2>/dev/null || echo 0); n=$((n+1)); echo $n > /n; echo "run $n: cannot reach payments" >&2; exit 3',
    '--restart=on-failure:3',
  );
  const incident = await incidentOf(id, ({ recent }) => recent === 4);
  expect(await incidentsOf(id)).toHaveLength(1);
  expect(incident).toMatchObject({ kind: 'exited', exitCode: 3, count: 4, restartPolicy: 'on-failure' });
  const details = await detailsOf(incident);
  expect(textsOf(details).at(-1)).toBe('run 4: cannot reach payments');
  expect(Date.parse(incident.time) - Date.parse(incident.firstTime)).toBeGreaterThan(0);
});

test('what somebody asked for is no incident', async () => {
  const [stopped, killed, failed] = await Promise.all([
    containers.run('trap "exit 7" TERM; while :; do sleep 0.1; done'),
    containers.run('exec sleep 1000'),
    containers.run('sleep 0.5; exit 4'),
  ]);
  await containers.docker('stop', '-t', '5', stopped);
  await containers.docker('kill', killed);
  await incidentOf(failed);
  expect([await incidentsOf(stopped), await incidentsOf(killed)]).toEqual([[], []]);
});
