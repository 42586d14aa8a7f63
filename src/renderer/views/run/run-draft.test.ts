import { describe, expect, it } from 'vitest';
import { containerSpec } from '#shared/contract/container-spec.ts';
import { bytesOf, draftOf, EMPTY_DRAFT, type RunDraft, specOf } from '#renderer/views/run/run-draft.ts';
import { differenceOf } from '#renderer/views/run/spec-difference.ts';

const spec = containerSpec.parse({
  name: 'shop',
  image: 'nginx:1.27',
  command: ['sh', '-c', "echo it's $HOME"],
  env: { MODE: 'a', DB_PASSWORD: '••••••' },
  labels: { tier: 'web' },
  ports: [
    { containerPort: 80, hostPort: 8080, hostIp: '127.0.0.1' },
    { containerPort: 53, protocol: 'udp' },
    { containerPort: 81, hostPort: 81, hostIp: '::1' },
  ],
  mounts: [
    { type: 'volume', source: 'data', destination: '/data', isReadOnly: true },
    { type: 'bind', source: '/srv', destination: '/srv', propagation: 'rshared' },
    { type: 'tmpfs', destination: '/fast', options: 'size=64m' },
    { type: 'volume', destination: '/cache' },
  ],
  networks: [{ name: 'back', aliases: ['db', 'store'], ipv4: '10.0.0.5' }],
  memoryBytes: 512 * 2 ** 20,
  cpus: 1.5,
  pidsLimit: 100,
  restartPolicy: 'on-failure:3',
  healthCheck: { test: ['CMD', 'curl', '-f', 'local host'], intervalSeconds: 0.5, retries: 3 },
  user: '1000',
  sysctls: { 'net.ipv4.ip_forward': '0' },
  hasInit: true,
});

describe('a run form', () => {
  it('gives back the spec that it was filled from, with what it has no fields for', () => {
    const again = specOf(draftOf(spec), spec);
    expect(again.faults).toEqual({});
    expect(again.spec).toEqual(spec);
    expect(differenceOf(spec, again.spec)).toEqual({ changes: {}, shown: [], isLive: true });
  });

  const bad: readonly [Partial<RunDraft>, string][] = [
    [{ image: '' }, 'image'],
    [{ image: 'A b' }, 'image'],
    [{ name: 'a b' }, 'name'],
    [{ command: 'echo "x' }, 'command'],
    [{ ports: [{ host: 'x', container: '80', protocol: 'tcp' }] }, 'ports'],
    [{ ports: [{ host: '70000', container: '80', protocol: 'tcp' }] }, 'ports'],
    [{ ports: [{ host: '80', container: '', protocol: 'tcp' }] }, 'ports'],
    [{ mounts: [{ type: 'bind', source: 'relative', destination: '/x', isReadOnly: false }] }, 'mounts'],
    [{ mounts: [{ type: 'volume', source: 'data', destination: 'x', isReadOnly: false }] }, 'mounts'],
    [{ memory: 'much' }, 'memoryBytes'],
    [{ memory: '1m' }, 'memoryBytes'],
    [{ cpus: '-1' }, 'cpus'],
    [{ env: [{ name: '', value: 'x' }] }, 'env'],
    [
      {
        env: [
          { name: 'A', value: 'x' },
          { name: 'A', value: 'y' },
        ],
      },
      'env',
    ],
    [{ health: 'own' }, 'healthCheck'],
  ];
  it.each(bad)('says what is wrong with %j', (change, field) => {
    const { faults, spec: shown } = specOf({ ...EMPTY_DRAFT, image: 'nginx', user: 'web', ...change });
    expect(Object.keys(faults)).toEqual([field]);
    // The words beside it go on with what can be read.
    expect(shown.user).toBe('web');
  });

  it.each([
    ['512m', 512 * 2 ** 20],
    ['1.5 GiB', 1.5 * 2 ** 30],
    ['2g', 2 * 2 ** 30],
    ['100', 100],
    ['64MB', 64 * 2 ** 20],
    ['x', undefined],
    ['-1m', undefined],
  ])('reads %s as bytes', (text, bytes) => {
    expect(bytesOf(text)).toBe(bytes);
  });
});

describe('what is different', () => {
  it('is sent alone, with covered values left where they are', () => {
    const draft = draftOf(spec);
    const next = specOf(
      {
        ...draft,
        name: 'shop-b',
        memory: '1g',
        restart: 'always',
        env: [...draft.env.filter(({ name }) => name !== 'MODE'), { name: 'NEW', value: 'x' }],
        ports: draft.ports.slice(0, 1),
        user: '',
      },
      spec,
    ).spec;
    const { changes, shown, isLive } = differenceOf(spec, next);
    expect(changes).toEqual({
      name: 'shop-b',
      memoryBytes: 2 ** 30,
      restartPolicy: 'always',
      env: { MODE: null, NEW: 'x' },
      ports: [spec.ports[0]],
      user: null,
    });
    expect(isLive).toBe(false);
    expect(shown.map(({ label, from, to, isLive: live }) => `${label}: ${from} > ${to}${live ? ' live' : ''}`)).toEqual(
      [
        'Name: shop > shop-b live',
        'Ports: 127.0.0.1:8080:80, 53/udp, [::1]:81:81 > 127.0.0.1:8080:80',
        'Memory: 512m > 1g live',
        'Restart: on-failure:3 > always live',
        'User: 1000 > –',
        'Variable MODE: a > –',
        'Variable NEW: – > x',
      ],
    );
  });

  it('of a limit that is taken off cannot be done while it runs, and a secret is never shown', () => {
    const { cpus: _cpus, ...rest } = spec;
    const next = { ...rest, cpus: undefined, env: { ...spec.env, DB_PASSWORD: 'hunter2' } };
    const { shown, isLive, changes } = differenceOf(spec, next);
    expect(isLive).toBe(false);
    expect(changes).toEqual({ cpus: null, env: { DB_PASSWORD: 'hunter2' } });
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  });
});
