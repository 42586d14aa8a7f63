import { expect, test } from 'vitest';
import { Emitter } from '#shared/base/emitter.ts';
import type { Container, ContainersChange } from '#shared/contract/containers.ts';
import type { ServiceChange } from '#shared/contract/stacks.ts';
import { FakeClock } from '#testing/fake-clock.ts';
import { sampleContainer } from '#testing/samples.ts';
import { serviceState } from '#main/stacks/service-states.ts';
import { type KnownTarget, type StacksChange, StackWatch } from '#main/stacks/stack-watch.ts';

const { health: _health, ...plain } = sampleContainer;
const one = (service: string, more: Partial<Container> = {}): Container => ({
  ...plain,
  id: `${service}${JSON.stringify(more)}`,
  stack: 'shop',
  service,
  labels: {},
  ...more,
});
const target = (wanted: [string, number][], more: Partial<KnownTarget> = {}): KnownTarget => ({
  name: 'shop',
  folder: null,
  wanted: new Map(wanted),
  errors: 0,
  lastAppliedAt: null,
  isChanged: false,
  isUnfinished: false,
  job: null,
  drift: null,
  ...more,
});

function watched(containers: Container[], targets: KnownTarget[] = []) {
  const [changes, others] = [new Emitter<ContainersChange>(), new Emitter<void>()];
  const watch = new StackWatch({
    clock: new FakeClock(),
    containers: { all: () => containers, onChange: (listener) => changes.on(listener), sync: () => Promise.resolve() },
    targets: { all: () => targets, onChange: (listener) => others.on(() => listener()) },
    hasDone: (id) => id.startsWith('seed'),
  });
  const [services, stacks]: [ServiceChange[], StacksChange[]] = [[], []];
  watch.onServices((some) => services.push(...some));
  watch.onStacks((change) => stacks.push(change));
  return { watch, services, stacks, changed: () => changes.fire({ upsert: [] }), retargeted: () => others.fire() };
}

test.each<[string, Partial<Container>[], string, number]>([
  ['running where all do', [{}, {}], 'running', 2],
  ['running where one of two does', [{}, { state: 'exited' }], 'running', 1],
  ['starting before it is healthy', [{ health: 'starting' }, { health: 'healthy' }], 'starting', 2],
  ['unhealthy where one is', [{ health: 'unhealthy' }, { health: 'starting' }], 'unhealthy', 2],
  ['restarting before all else', [{ state: 'restarting' }, { health: 'unhealthy' }], 'restarting', 1],
  ['paused where none runs', [{ state: 'paused' }, { state: 'exited' }], 'paused', 0],
  ['stopped, whatever its last health was', [{ state: 'exited', health: 'unhealthy' }], 'stopped', 0],
  ['stopped without any', [], 'stopped', 0],
])('a service is %s', (_what, containers, status, running) => {
  expect(
    serviceState(
      containers.map((more) => one('web', more)),
      3,
    ),
  ).toEqual({ status, running, wanted: 3 });
});

test('what ran to its end is wanted no more, and what a target asks for is wanted though nothing is there', () => {
  const seed = one('seed', { state: 'exited', exitCode: 0 });
  const { watch } = watched(
    [seed, one('web')],
    [
      target([
        ['web', 2],
        ['seed', 1],
        ['api', 1],
      ]),
    ],
  );
  expect(watch.services('shop').map(({ service, running, wanted }) => [service, running, wanted])).toEqual([
    ['web', 1, 2],
    ['seed', 0, 0],
    ['api', 0, 1],
  ]);
  expect(watch.stack('shop')).toMatchObject({ source: 'both', running: 1, wanted: 3 });
});

test('only what changed is told, a service and a stack that are gone too', () => {
  const containers = [one('web'), one('db')];
  const targets: KnownTarget[] = [];
  const { watch, services, stacks, changed, retargeted } = watched(containers, targets);
  changed();
  expect([services, stacks]).toEqual([[], []]);
  containers[0] = one('web', { state: 'paused' });
  changed();
  expect(services).toMatchObject([{ stack: 'shop', service: 'web', status: 'paused', running: 0 }]);
  expect(stacks).toMatchObject([{ upsert: [{ name: 'shop', source: 'labels', running: 1, wanted: 2 }] }]);
  containers.pop();
  changed();
  expect(services.at(-1)).toEqual({ stack: 'shop', service: 'db', removed: true });
  targets.push(target([['web', 1]], { drift: { differs: true, reasons: ['x'] } }));
  retargeted();
  expect(stacks.at(-1)).toMatchObject({ upsert: [{ source: 'both', drift: { differs: true } }] });
  containers.length = 0;
  targets.length = 0;
  changed();
  expect(stacks.at(-1)).toEqual({ remove: ['shop'] });
  expect(watch.services()).toEqual([]);
  watch.dispose();
});

test('what compose ran beside a service is none of it', () => {
  const { watch } = watched([
    one('web'),
    one('web', { labels: { 'com.docker.compose.oneoff': 'True' }, state: 'exited' }),
  ]);
  expect(watch.services('shop')).toMatchObject([{ service: 'web', running: 1, wanted: 1 }]);
});
