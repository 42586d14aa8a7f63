import { describe, expect, it } from 'vitest';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Caller } from '#main/commands/handler.ts';
import { createHandlers } from '#main/commands/index.ts';
import { SimulatedEngine } from '#main/engine/simulated/simulated-engine.ts';
import { commands } from '#shared/contract/index.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Container } from '#shared/contract/containers.ts';
import { FakeClock } from '#testing/fake-clock.ts';
import { keptActs } from '#testing/kept-acts.ts';
import { LOCAL, OPERATOR, VIEWER } from '#testing/session-fixture.ts';

function fixture(more: Partial<HandlerDeps> = {}) {
  const clock = new FakeClock();
  const engine = new SimulatedEngine({ clock });
  const containers = [
    { id: 'a', state: 'running', labels: {} },
    { id: 'b', state: 'exited', labels: {} },
  ] as unknown as Container[];
  const kept = keptActs(clock);
  const deps = {
    engineOf: () => engine,
    containersNow: () => Promise.resolve(containers),
    clock,
    ...kept,
    readLogItems: () => Promise.resolve([]),
    ...more,
  } as HandlerDeps;
  const as = (caller: Caller) => ({ caller, signal: new AbortController().signal });
  return { handlers: createHandlers(deps), clock, as, jobs: kept.jobs };
}
const api = { engine: 'default', container: 'shop-api-1' };

describe('commands', () => {
  it('has a handler for each', () => {
    expect(Object.keys(fixture().handlers).sort()).toEqual(Object.keys(commands).sort());
  });

  it('lists as Docker does without "all"', async () => {
    const { handlers, as } = fixture();
    const ids = async (all: boolean) =>
      (await handlers['containers.list']({ engine: 'default', all }, as(VIEWER))).containers.map((one) => one.id);
    expect(await ids(true)).toEqual(['a', 'b']);
    expect(await ids(false)).toEqual(['a']);
  });

  it('reveals one variable at a time, and each time is for the audit log', async () => {
    const { handlers, as } = fixture();
    const reveal = (name: string) => handlers['containers.reveal']({ ...api, name }, as(OPERATOR));
    expect(await reveal('NODE_ENV')).toEqual({ value: 'production' });
    await expect(reveal('NODE')).rejects.toMatchObject({ code: 'not_found', field: 'name' });
    expect(commands['containers.reveal'].isNoted({} as never)).toBe(true);
  });

  it('shows secrets at this computer only, and values not to viewers', async () => {
    const { handlers, as } = fixture();
    const envOf = async (caller: Caller): Promise<string> =>
      JSON.stringify(await handlers['containers.inspect'](api, as(caller)));
    const viewer = await envOf(VIEWER);
    expect(viewer).toContain('"NODE_ENV"');
    expect(viewer).not.toContain('production');
    expect(viewer).not.toContain('server.js');
    const operator = await envOf(OPERATOR);
    expect(operator).toContain('NODE_ENV=production');
    for (const secret of ['correct-horse', 'tok_simulated']) {
      expect(viewer).not.toContain(secret);
      expect(operator).not.toContain(secret);
      expect(await envOf(LOCAL)).toContain(secret);
    }
  });

  it('acts, and takes what is so already for success', async () => {
    const { handlers, as, clock } = fixture();
    expect(await handlers['containers.start'](api, as(OPERATOR))).toEqual({});
    const stop = handlers['containers.stop'](api, as(OPERATOR));
    await clock.advance(1000);
    expect(await stop).toEqual({});
    expect(await handlers['containers.stop'](api, as(OPERATOR))).toEqual({});
    await expect(handlers['containers.pause'](api, as(OPERATOR))).rejects.toMatchObject({ code: 'conflict' });
    await handlers['containers.start'](api, as(OPERATOR));
    await handlers['containers.pause'](api, as(OPERATOR));
    await handlers['containers.unpause'](api, as(OPERATOR));
    await handlers['containers.kill']({ ...api, signal: 'SIGKILL' }, as(OPERATOR));
    await expect(handlers['containers.top'](api, as(OPERATOR))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('keeps each act with its docker command, and nothing of what was only read', async () => {
    const { handlers, as, clock, jobs } = fixture();
    await handlers['containers.list']({ engine: 'default', all: true }, as(OPERATOR));
    const stop = handlers['containers.stop']({ ...api, timeoutSeconds: 3 }, as(OPERATOR));
    await clock.advance(3000);
    await stop;
    await expect(handlers['containers.pause'](api, as(OPERATOR))).rejects.toMatchObject({ code: 'conflict' });
    await handlers['containers.start'](api, as(OPERATOR));
    await handlers['containers.kill']({ ...api, signal: 'sighup' }, as(OPERATOR));
    await handlers['networks.create'](
      {
        engine: 'default',
        name: 'back',
        driver: 'bridge',
        isInternal: true,
        isAttachable: false,
        hasIpv6: false,
        subnets: [],
        options: { secret: 'x' },
        labels: {},
      },
      as(LOCAL),
    );
    expect(jobs.list().map(({ title, command, status, startedBy }) => [title, command, status, startedBy])).toEqual([
      ['Create network back', "docker network create --opt 'secret=…' --internal back", 'done', LOCAL.user],
      ['Send SIGHUP to shop-api-1', 'docker kill --signal sighup shop-api-1', 'done', OPERATOR.user],
      ['Start shop-api-1', 'docker start shop-api-1', 'done', OPERATOR.user],
      ['Pause shop-api-1', 'docker pause shop-api-1', 'failed', OPERATOR.user],
      ['Stop shop-api-1', 'docker stop -t 3 shop-api-1', 'done', OPERATOR.user],
    ]);
  });

  it('runs a command and gives its output as text, or says that it took too long', async () => {
    const { handlers, as, clock } = fixture();
    const run = (command: string[], timeoutMs = 1000) =>
      handlers['containers.exec']({ ...api, command, timeoutMs }, as(OPERATOR));
    expect(await run(['sh', '-c', 'echo grün; echo no >&2; exit 4'])).toEqual({
      exitCode: 4,
      stdout: 'grün\n',
      stderr: 'no\n',
      truncated: false,
    });
    const late = run(['sleep', '60'], 500);
    late.catch(() => undefined);
    await clock.advance(600);
    await expect(late).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining('0.5 s') });
    const big = await run(['echo', 'x'.repeat(1_200_000)]);
    expect([big.stdout.length, big.truncated]).toEqual([1_048_576, true]);
  });

  it('measures once, with a CPU figure; what does not run has no sample', async () => {
    const { handlers, as, clock } = fixture();
    const ask = async (container: string) => {
      const answer = handlers['containers.stats']({ engine: 'default', container }, as(VIEWER));
      await clock.advance(2000);
      return (await answer).sample;
    };
    expect((await ask('shop-api-1'))?.cpuPercent).toBeGreaterThan(0);
    expect(await ask('shop-migrate-1')).toBeNull();
  });

  it('selects a context for the one engine there is', async () => {
    const chosen: string[] = [];
    const { handlers, as } = fixture({ selectContext: (context) => Promise.resolve(void chosen.push(context)) });
    await handlers['engines.select']({ engine: 'default', context: 'colima' }, as(LOCAL));
    await expect(handlers['engines.select']({ engine: 'other', context: 'x' }, as(LOCAL))).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(chosen).toEqual(['colima']);
  });

  it('starts Docker only where a command for it is known', async () => {
    const ran: (readonly string[])[] = [];
    const startDocker = (line: readonly string[]) => Promise.resolve(void ran.push(line));
    const unknown = fixture({ startCommand: () => null, startDocker });
    await expect(unknown.handlers['engines.start']({ engine: 'default' }, unknown.as(LOCAL))).rejects.toMatchObject({
      code: 'not_found',
    });
    const known = fixture({ startCommand: () => ['systemctl', 'start', 'docker'], startDocker });
    expect(await known.handlers['engines.start']({ engine: 'default' }, known.as(LOCAL))).toEqual({});
    expect(ran).toEqual([['systemctl', 'start', 'docker']]);
  });

  it('asks the person at this computer before what reaches far, and does nothing on a no', async () => {
    const asked: string[] = [];
    const done: string[] = [];
    let isYes = false;
    const settings = { get: () => DEFAULT_SETTINGS, set: (change: object) => void done.push(JSON.stringify(change)) };
    const host = { remoteHost: '192.168.1.24' };
    const { handlers, as } = fixture({
      confirm: ({ message }) => {
        asked.push(message);
        return isYes ? Promise.resolve() : Promise.reject(new AppError('forbidden', 'no'));
      },
      security: () =>
        Promise.resolve({
          auth: { isTaken: () => false },
          users: {
            has: (name: string) => name === 'mara',
            roleOf: () => 'viewer',
            create: ({ name }: { name: string }) => Promise.resolve(void done.push(name)),
            update: (name: string, { role }: { role?: string }) => Promise.resolve(void done.push(`${name} ${role}`)),
          },
          signIns: {
            get: () => ({ role: 'viewer', device: 'phone' }),
            setRole: (id: string, role: string) => done.push(`${id} ${role}`),
          },
        } as never),
      settings: { ...settings, get: () => ({ ...DEFAULT_SETTINGS, ...host }) } as never,
      remote: {
        state: { state: 'off' },
        start: () => Promise.resolve(void done.push('start')),
        stop: () => Promise.resolve(),
      } as never,
      isLoopback: (address) => address === '127.0.0.1',
    });
    const user = (role: 'viewer' | 'admin') =>
      handlers['users.create']({ name: `a-${role}`, role, password: 'correct horse battery' }, as(LOCAL));
    await user('viewer');
    expect([asked, done]).toEqual([[], ['a-viewer']]);
    const far = [
      () => user('admin'),
      () => handlers['remote.start']({}, as(LOCAL)),
      () => handlers['remote.start']({ host: '0.0.0.0' }, as(LOCAL)),
      () => handlers['settings.set']({ remoteAllowActs: true }, as(LOCAL)),
      // Else the port would open by itself at the next start.
      () => handlers['settings.set']({ remoteAutostart: true }, as(LOCAL)),
      () => handlers['users.update']({ name: 'mara', role: 'admin' }, as(LOCAL)),
      () => handlers['devices.update']({ id: 'd1', role: 'admin' }, as(LOCAL)),
    ];
    for (const act of far) await expect(act()).rejects.toMatchObject({ code: 'forbidden' });
    expect(done).toEqual(['a-viewer']);
    isYes = true;
    for (const act of far) await act();
    expect(done).toEqual([
      'a-viewer',
      'a-admin',
      'start',
      '{"remoteHost":"0.0.0.0","remotePort":7420}',
      'start',
      '{"remoteAllowActs":true}',
      '{"remoteAutostart":true}',
      'mara admin',
      'd1 admin',
    ]);
    expect(asked).toHaveLength(14);
    await handlers['settings.set']({ remoteAllowActs: false }, as(LOCAL));
    await handlers['users.update']({ name: 'mara', role: 'operator' }, as(LOCAL));
    await handlers['settings.set']({ remoteHost: '192.168.1.25' }, as(LOCAL));
    expect(asked).toHaveLength(14);
    // An admin over the network makes operators, and no second admin; nobody is asked about it.
    const admin: Caller = { user: 'anna', role: 'admin', isLocal: false };
    for (const make of [
      () => handlers['users.create']({ name: 'b', role: 'admin', password: 'correct horse battery' }, as(admin)),
      () => handlers['users.update']({ name: 'mara', role: 'admin' }, as(admin)),
      () => handlers['devices.update']({ id: 'd1', role: 'admin' }, as(admin)),
      () => handlers['tokens.create']({ name: 'b', role: 'admin' }, as(admin)),
    ])
      await expect(make()).rejects.toMatchObject({ code: 'forbidden', field: 'role' });
    await handlers['users.update']({ name: 'mara', role: 'operator' }, as(admin));
    expect(asked).toHaveLength(14);
  });
});
