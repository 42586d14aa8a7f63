import { describe, expect, test } from 'vitest';
import { attentionOf } from '#shared/attention/attention.ts';
import type { Container } from '#shared/contract/containers.ts';
import { type TrayFacts, type TrayItem, trayLook } from '#main/tray/tray-model.ts';
import { sampleContainer, sampleItems } from '#testing/samples.ts';

const NOW = Date.parse('2026-11-21T14:02:12Z');
const GIB = 2 ** 30;
const iso = (ms: number): string => new Date(ms).toISOString();

const container = (name: string, more: Partial<Container> = {}): Container => ({
  ...sampleContainer,
  id: name.padEnd(64, '0'),
  name,
  state: 'running',
  health: undefined,
  exitCode: undefined,
  outOfMemory: undefined,
  stack: undefined,
  service: undefined,
  ...more,
});
const failed = (name: string): Container =>
  container(name, { state: 'exited', exitCode: 1, finishedAt: iso(NOW - 60_000) });

const sample = (name: string, cpuPercent: number, ageMs = 1000) => ({
  ...sampleItems['docker:stats'],
  container: name.padEnd(64, '0'),
  time: iso(NOW - ageMs),
  cpuPercent,
  memoryBytes: 312 * 2 ** 20,
});

const facts = (more: Partial<TrayFacts> = {}): TrayFacts => {
  const containers = more.containers ?? [container('api'), container('db')];
  const rule = { restarts: new Map(), nearLimit: new Map(), now: NOW };
  return {
    engine: { ...sampleItems['engine:status'], state: 'connected', version: '29.3.0', simulated: false },
    containers,
    attention: containers.flatMap((one) => attentionOf(one, rule) ?? []),
    notices: [],
    machine: { cpuPercent: 34.2, memoryUsedBytes: 5.9 * GIB, memoryTotalBytes: 15.6 * GIB },
    samples: [],
    remote: { state: 'off' },
    viewers: 0,
    now: NOW,
    ...more,
  };
};

const labels = (items: readonly TrayItem[]): string[] => items.map((item) => (item === 'line' ? '-' : item.label));
const item = (items: readonly TrayItem[], label: string): Exclude<TrayItem, 'line'> => {
  const found = items.find((one) => one !== 'line' && one.label === label);
  if (!found || found === 'line') throw new Error(`no item "${label}" among ${labels(items).join(', ')}`);
  return found;
};
const inside = (items: readonly TrayItem[], label: string): readonly TrayItem[] => {
  const found = item(items, label);
  return 'items' in found ? found.items : [];
};

test('all is well: the machine, the counts, and no groups that are empty', () => {
  const look = trayLook(facts());
  expect(look.icon).toBe('well');
  expect(look.tooltip).toBe('Quayside: 2 running\nCPU 34 %, memory 5.9 of 15.6 GiB');
  expect(labels(look.menu)).toEqual([
    'Docker 29.3.0, running',
    '2 running, 0 stopped',
    'CPU 34 %, memory 5.9 of 15.6 GiB',
    '-',
    'Remote access: off',
    '-',
    'Open Quayside',
    'Settings',
    'Quit Quayside',
  ]);
});

test('what needs attention is counted, marked, and at most three are named', () => {
  const names = ['one', 'two', 'three', 'four'];
  const look = trayLook(facts({ containers: [...names.map(failed), container('api')] }));
  expect(look.icon).toBe('attention');
  expect(look.tooltip).toContain('Quayside: 1 running, 4 need attention');
  expect(labels(look.menu)).toContain('1 running, 4 stopped, 4 need attention');
  expect(labels(look.menu).filter((label) => label.endsWith('exited with code 1'))).toHaveLength(3);
  const first = failed('one');
  expect(item(look.menu, 'one exited with code 1')).toMatchObject({
    act: { do: 'show', address: `/container/${first.id}/logs` },
  });
});

test('one needs attention', () => {
  expect(trayLook(facts({ containers: [failed('one')] })).tooltip).toContain('1 needs attention');
});

test('the three busiest, with what one does to them; old samples and stopped containers are left out', () => {
  const names = ['a', 'b', 'c', 'd'];
  const look = trayLook(
    facts({
      containers: [...names.map((name) => container(name)), container('stopped', { state: 'exited', exitCode: 0 })],
      samples: [
        sample('a', 4),
        sample('b', 18.4),
        sample('c', 6),
        sample('d', 99, 61_000),
        sample('stopped', 90),
        sample('gone', 95),
      ],
    }),
  );
  expect(labels(look.menu).slice(3, 8)).toEqual(['-', 'b: 18 %, 312 MiB', 'c: 6 %, 312 MiB', 'a: 4 %, 312 MiB', '-']);
  const acts = inside(look.menu, 'b: 18 %, 312 MiB');
  expect(labels(acts)).toEqual(['Logs', 'Terminal', 'Restart', 'Stop']);
  const id = 'b'.padEnd(64, '0');
  expect(item(acts, 'Restart')).toMatchObject({ act: { do: 'restart', name: 'b', containers: [id] } });
  expect(item(acts, 'Terminal')).toMatchObject({ act: { do: 'show', address: `/container/${id}/terminal` } });
});

test('a stack is started, stopped and restarted as far as that would change something', () => {
  const containers = [
    container('shop-api-1', { stack: 'shop' }),
    container('shop-db-1', { stack: 'shop', state: 'exited', exitCode: 0 }),
    container('obs-1', { stack: 'obs' }),
  ];
  const stacks = inside(trayLook(facts({ containers })).menu, 'Stacks');
  expect(labels(stacks)).toEqual(['obs', 'shop']);
  expect(labels(inside(stacks, 'obs'))).toEqual(['Stop', 'Restart', 'Logs']);
  const shop = inside(stacks, 'shop');
  expect(item(shop, 'Start')).toMatchObject({ act: { do: 'start', containers: ['shop-db-1'.padEnd(64, '0')] } });
  expect(item(shop, 'Stop')).toMatchObject({ act: { do: 'stop', containers: ['shop-api-1'.padEnd(64, '0')] } });
  expect(item(shop, 'Logs')).toMatchObject({ act: { address: '/logs?stack=shop' } });
});

test('what hides in the name of a stack is shown', () => {
  const containers = [container('x', { stack: `a\u202eb` })];
  expect(labels(inside(trayLook(facts({ containers })).menu, 'Stacks'))).toEqual(['a⟨U+202E⟩b']);
});

test('remote access with its address and a code', () => {
  const remote = { state: 'on', url: 'https://192.168.1.4:7420', fingerprint: null, since: iso(NOW) } as const;
  const items = inside(trayLook(facts({ remote, viewers: 3 })).menu, 'Remote access: on, 3 viewers');
  expect(labels(items)).toEqual(['https://192.168.1.4:7420', 'Copy address', 'Show pairing code']);
  expect(item(items, 'Show pairing code')).toMatchObject({ act: { do: 'show', address: '/remote?code=new' } });
});

describe('without Docker', () => {
  const away = {
    ...sampleItems['engine:status'],
    state: 'unavailable',
    reason: 'not_running',
    simulated: false,
  } as const;

  test('says so, and offers nothing that cannot be done', () => {
    const look = trayLook(facts({ engine: away, containers: [failed('old')], samples: [sample('old', 9)] }));
    expect(look.icon).toBe('unreachable');
    expect(look.tooltip).toBe('Quayside: Docker not reachable');
    expect(labels(look.menu)).toEqual([
      'Docker not reachable',
      'CPU 34 %, memory 5.9 of 15.6 GiB',
      '-',
      'Remote access: off',
      '-',
      'Open Quayside',
      'Settings',
      'Quit Quayside',
    ]);
  });

  test('not installed and not allowed are told apart', () => {
    const first = (engine: TrayFacts['engine']): string | undefined => labels(trayLook(facts({ engine })).menu)[0];
    expect(first({ ...away, reason: 'not_installed' })).toBe('Docker isn’t installed');
    expect(first({ ...away, state: 'denied', reason: 'no_permission' })).toBe(
      'You aren’t allowed to use the Docker socket',
    );
  });

  test('at the very start nothing is known to be wrong', () => {
    expect(trayLook(facts({ engine: undefined, machine: undefined }))).toMatchObject({
      icon: 'well',
      tooltip: 'Quayside: looking for Docker',
    });
  });
});

test('a tooltip never exceeds what Windows shows, a label never fills the screen', () => {
  const machine = { cpuPercent: 100, memoryUsedBytes: 999 * GIB, memoryTotalBytes: 9999 * GIB };
  const look = trayLook(facts({ machine, containers: [failed('n'.repeat(300))] }));
  expect(look.tooltip.length).toBeLessThanOrEqual(127);
  for (const label of labels(look.menu)) expect(label.length).toBeLessThanOrEqual(72);
});

test('what an alert rule told marks the tray for as long as it holds, and leads to what it is about', () => {
  const told = { ...sampleItems['alert:notices'], time: iso(NOW - 60_000) };
  const busy = { ...told, notice: '1', kind: 'cpu' as const, title: 'db uses more than 80\u202f% CPU' };
  const look = trayLook(facts({ notices: [told, busy] }));
  expect(look.icon).toBe('attention');
  expect(look.tooltip).toMatch(/^Quayside: 2 running, 2 need attention/);
  expect(item(look.menu, 'db uses more than 80 % CPU')).toMatchObject({
    act: { do: 'show', address: `/container/${busy.container}/stats` },
  });
  const over = [
    { ...busy, endedAt: iso(NOW) },
    { ...told, time: iso(NOW - 3_600_000) },
  ];
  expect(trayLook(facts({ notices: over })).icon).toBe('well');
  // One that needs attention by itself is not told twice.
  const lasting = { ...busy, kind: 'memory' as const, container: failed('api').id };
  expect(trayLook(facts({ containers: [failed('api')], notices: [lasting] })).tooltip).toMatch(/1 needs attention/);
});
