import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containerSpec, type ContainerSpecIn } from '#shared/contract/container-spec.ts';
import type { ProjectModel } from '#main/stacks/compose/model.ts';
import { readStack } from '#main/stacks/compose/read-stack.ts';
import { configHash, containerLabels } from '#main/stacks/plan/compose-labels.ts';
import { dependencyOrder } from '#main/stacks/plan/order.ts';
import { isIdle, planStack, type RealContainer, type World } from '#main/stacks/plan/planner.ts';
import { specDifference } from '#main/stacks/plan/spec-difference.ts';

const IMAGE = 'sha256:1';
const project = (compose: string): ProjectModel => {
  const read = readStack({
    name: 'shop',
    compose,
    env: '',
    files: {},
    folder: null,
    ownFolder: '/stacks/shop',
    isLocal: true,
  });
  if (!read.project) throw new Error(JSON.stringify(read.problems));
  return read.project;
};
const BASE = project('services:\n  web: {image: app:1, environment: {A: "1"}}\n');

function real(of: ProjectModel, service: string, more: Partial<RealContainer> = {}): RealContainer {
  const model = of.services.get(service);
  if (!model) throw new Error(service);
  const number = more.number ?? 1;
  const labels = containerLabels(of, model, {
    number,
    imageId: IMAGE,
    where: { folder: '/f', composeFile: '/f/compose.yaml' },
  });
  return {
    id: `${service}${number}`,
    name: `shop-${service}-${number}`,
    service,
    number,
    state: 'running',
    exitCode: 0,
    hasRun: true,
    hasDone: false,
    labels,
    imageId: IMAGE,
    spec: { ...model.spec, labels },
    carried: model.carried,
    image: {},
    isUnfinished: false,
    ...more,
  };
}
const world = (containers: RealContainer[], more: Partial<World> = {}): World => ({
  containers,
  networks: new Set(['shop_default']),
  volumes: new Set(),
  images: new Map([['app:1', IMAGE]]),
  ...more,
});
const actions = (of: ProjectModel, now: World): string[] =>
  planStack(of, now, true).actions.map(({ action, name, reason }) => `${action} ${name}: ${reason}`);

describe('a plan', () => {
  it('is empty where everything is as it is wanted', () => {
    expect(isIdle(planStack(BASE, world([real(BASE, 'web')]), true))).toBe(true);
  });

  it.each([
    ['exited', { state: 'exited', exitCode: 3 }, 'start shop-web-1: It ended with exit code 3.'],
    ['stopped with success', { state: 'exited', exitCode: 0 }, 'start shop-web-1: It ended with exit code 0.'],
    ['done', { state: 'exited', exitCode: 0, hasDone: true }, 'unchanged shop-web-1: It ran to its end.'],
    ['created', { state: 'created', hasRun: false }, 'start shop-web-1: It was never started.'],
    ['paused', { state: 'paused' }, 'start shop-web-1: It is paused.'],
    ['restarting', { state: 'restarting' }, 'unchanged shop-web-1: Docker starts it again and again.'],
    ['dead', { state: 'dead' }, 'recreate shop-web-1: Docker could not remove it.'],
    [
      'half replaced',
      { isUnfinished: true },
      'recreate shop-web-1: An earlier apply broke off here. It is finished, or taken back first.',
    ],
    ['of an older image', { imageId: 'sha256:0' }, 'recreate shop-web-1: app:1 is another image by now.'],
  ])('for one that is %s', (_what, more, expected) => {
    expect(actions(BASE, world([real(BASE, 'web', more)]))).toEqual([expected]);
  });

  it('takes over what another tool made by what it does, whatever its hash', () => {
    const found = real(BASE, 'web');
    const { 'quayside.config-hash': _own, ...labels } = found.labels;
    expect(actions(BASE, world([{ ...found, labels: { ...labels, 'com.docker.compose.config-hash': 'x' } }]))).toEqual([
      'unchanged shop-web-1: It is as it should be.',
    ]);
    const other = { ...found, labels, spec: { ...found.spec, env: { A: '2' }, user: 'me' } };
    const [planned] = planStack(BASE, world([other]), true).actions;
    expect(planned).toMatchObject({ action: 'recreate', reason: 'environment A changed, and 1 more.' });
    expect(JSON.stringify(planned)).not.toContain('"2"');
  });

  it('fills gaps in the numbers, and removes what is too much from the end', () => {
    const three = project('services:\n  web: {image: app:1, scale: 3}\n');
    const one = (number: number) => real(three, 'web', { number });
    expect(actions(three, world([one(1), one(3)])).at(-1)).toContain('create shop-web-2');
    const two = project('services:\n  web: {image: app:1, scale: 2}\n');
    expect(actions(two, world([one(1), one(2), one(3)])).map((text) => text.split(':')[0])).toEqual([
      'unchanged shop-web-1',
      'unchanged shop-web-2',
      'remove shop-web-3',
    ]);
  });

  it('stops what belongs to a profile that is not active, and leaves orphans alone where it is told to', () => {
    const with_ = project('services:\n  web: {image: app:1}\n  debug: {image: app:1, profiles: [debug]}\n');
    const stray = real(BASE, 'web', { id: 'x', name: 'shop-old-1', service: 'old' });
    const now = world([real(with_, 'web'), real(with_, 'debug'), stray]);
    expect(actions(with_, now)).toContain('stop shop-debug-1: None of its profiles is active: debug.');
    expect(actions(with_, now)).toContain('remove shop-old-1: Its service is not in the compose file.');
    expect(planStack(with_, now, false).actions.at(-1)).toMatchObject({ name: 'shop-old-1', action: 'unchanged' });
  });

  it('makes anew what shares the network of one that is made anew', () => {
    const pair = project('services:\n  web: {image: app:1}\n  side: {image: app:1, network_mode: "service:web"}\n');
    const side = real(pair, 'side');
    const at = (id: string) => ({ ...side, spec: { ...side.spec, networkMode: `container:${id}` } });
    expect(isIdle(planStack(pair, world([real(pair, 'web'), at('web1')]), true))).toBe(true);
    expect(actions(pair, world([real(pair, 'web', { state: 'dead' }), at('web1')]))[1]).toContain(
      'recreate shop-side-1: It shares',
    );
  });

  it('names what is external and not there', () => {
    const outside = project('services:\n  web: {image: app:1, networks: [out]}\nnetworks:\n  out: {external: true}\n');
    expect(() => planStack(outside, world([]), true)).toThrow('The network "out" is external, and it is not there.');
  });

  it('has a hash that tells what changes a container, and nothing else', () => {
    const hash = (compose: string): string => configHash([...project(compose).services.values()][0] ?? never());
    const base = hash('services:\n  web: {image: app:1, environment: {A: "1", B: "2"}}\n');
    expect(hash('services:\n  web:\n    image: app:1\n    environment: [B=2, A=1]\n    scale: 4\n')).toBe(base);
    expect(hash('services:\n  web: {image: app:1, environment: {A: "1", B: "3"}}\n')).not.toBe(base);
  });
});

const never = (): never => {
  throw new Error('no service');
};
const spec = (more: Partial<ContainerSpecIn> = {}) => containerSpec.parse({ image: 'app:1', ...more });
const keys = (wanted: Partial<ContainerSpecIn>, actual: Partial<ContainerSpecIn>, image: unknown = {}): string[] =>
  specDifference(spec(wanted), spec(actual), image).map(({ key }) => key);

describe('a difference', () => {
  it('is none where only the writing differs', () => {
    const image = {
      Cmd: ['run'],
      Entrypoint: ['/in'],
      Env: ['PATH=/bin'],
      User: 'app',
      WorkingDir: '/w',
      Labels: { a: 'b' },
    };
    const own = {
      entrypoint: ['/in'],
      command: ['run'],
      env: { PATH: '/bin' },
      user: 'app',
      workingDir: '/w',
      labels: { a: 'b' },
    };
    expect(keys({}, own, image)).toEqual([]);
    expect(keys({ image: 'docker.io/library/app' }, { image: 'app:latest' })).toEqual([]);
    expect(keys({ capAdd: ['NET_ADMIN'] }, { capAdd: ['CAP_NET_ADMIN'] })).toEqual([]);
    expect(keys({ devices: ['/dev/x'] }, { devices: ['/dev/x:/dev/x:rwm'] })).toEqual([]);
    expect(
      keys(
        { ports: [{ containerPort: 80, hostPort: 80, hostIp: '0.0.0.0' }] },
        { ports: [{ containerPort: 80, hostPort: 80 }] },
      ),
    ).toEqual([]);
    expect(
      keys(
        { networks: [{ name: 'n', aliases: ['web'] }] },
        { networks: [{ name: 'n', aliases: ['shop-web-1', 'web'] }] },
      ),
    ).toEqual([]);
    expect(
      keys(
        { mounts: [{ type: 'bind', source: '/a', destination: '/b/', createsSource: true }] },
        { mounts: [{ type: 'bind', source: '/a', destination: '/b' }] },
      ),
    ).toEqual([]);
    expect(keys({}, { mounts: [{ type: 'volume', source: 'f'.repeat(64), destination: '/from-image' }] })).toEqual([]);
    expect(keys({ restartPolicy: 'no' }, {})).toEqual([]);
    expect(
      keys({ healthCheck: { test: ['CMD', 'x'], intervalSeconds: 30 } }, { healthCheck: { test: ['CMD', 'x'] } }),
    ).toEqual([]);
  });

  it.each<[string, Partial<ContainerSpecIn>]>([
    ['image', { image: 'app:2' }],
    ['command', { command: ['x'] }],
    ['environment A', { env: { A: '' } }],
    ['labels a', { labels: { a: 'b' } }],
    ['ports', { ports: [{ containerPort: 1 }] }],
    ['volumes', { mounts: [{ type: 'volume', source: 'data', destination: '/d' }] }],
    ['networks', { networks: ['n'] }],
    ['mem_limit', { memoryBytes: 8 << 20 }],
    ['healthcheck', { healthCheck: { test: ['CMD', 'x'] } }],
    ['hostname', { hostname: 'h' }],
    ['tty', { hasTty: true }],
    ['ulimits', { ulimits: [{ name: 'nofile', soft: 1, hard: 1 }] }],
    ['stop_grace_period', { stopSeconds: 3 }],
  ])('in %s is found in both directions', (key, more) => {
    expect(keys(more, {})).toEqual([key]);
    expect(keys({}, more)).toEqual([key]);
  });
});

describe('the order of services', () => {
  it('has each after all that it depends on, and loses none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 }),
        (count, pairs) => {
          const names = Array.from({ length: count }, (_, i) => `s${i}`);
          // Only on earlier ones: no circle.
          const needs = new Map(
            names.map((name, i) => [name, pairs.filter(([a, b]) => a === i && b < i).map(([, b]) => `s${b}`)]),
          );
          const order = dependencyOrder([...names].reverse(), (name) => needs.get(name) ?? []);
          expect([...order].sort()).toEqual([...names].sort());
          for (const [name, others] of needs)
            for (const other of others) expect(order.indexOf(other)).toBeLessThan(order.indexOf(name));
        },
      ),
    );
  });
});
