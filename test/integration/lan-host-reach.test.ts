// An admin of the network rules over containers, and not over the machine they run on: unless its owner said so.
import { expect, onTestFinished, test } from 'vitest';
import { startLanServer } from './lan-server.ts';

const IMAGE = 'nginx:1.27-alpine';
const REACHES: [string, Record<string, unknown>][] = [
  ['all rights', { isPrivileged: true }],
  ['a folder of the machine', { mounts: [{ type: 'bind', source: '/', destination: '/host' }] }],
  [
    "the engine's own socket",
    { mounts: [{ type: 'bind', source: '/var/run/docker.sock', destination: '/d', isReadOnly: true }] },
  ],
  ["the machine's network", { networkMode: 'host' }],
  ["the machine's network by its name", { networks: ['host'] }],
  ['a capability', { capAdd: ['SYS_ADMIN'] }],
  ['a capability by its other name', { capAdd: ['cap_sys_ptrace'] }],
  ['a device', { devices: ['/dev/sda'] }],
  ['no filter of system calls', { securityOptions: ['seccomp=unconfined'] }],
];

test('an admin of the network makes containers, and none that gets at the machine', async () => {
  const at = await startLanServer({ settings: { remoteAllowActs: false } });
  onTestFinished(() => at.close());
  const admin = at.tokenOf('admin');
  const status = async (command: string, params: unknown, token = admin): Promise<number> =>
    (await at.call(command, params, token)).status;
  const plain = { image: IMAGE, capAdd: ['NET_BIND_SERVICE'], securityOptions: ['no-new-privileges'] };
  const made = async (params: unknown, token: string): Promise<string> =>
    ((await at.call('containers.create', params, token)).body['result'] as { id: string }).id;
  const container = await made({ ...plain, name: 'plain-one' }, admin);
  for (const [words, more] of REACHES) {
    expect([words, await status('containers.create', { image: IMAGE, ...more })]).toEqual([words, 403]);
    for (const command of ['containers.clone', 'containers.recreate'])
      expect([words, await status(command, { container, changes: more })]).toEqual([words, 403]);
  }
  const options = { type: 'none', o: 'bind', device: '/etc' };
  expect(await status('volumes.create', { name: 'etc-of-host', options })).toBe(403);
  const records = await at.call('audit.query', { action: 'containers.create' }, admin);
  expect(JSON.stringify(records.body)).toContain('"result":"denied"');

  // With the switch, and at this computer without it.
  const local = await made({ image: IMAGE, name: 'local-one', ...REACHES[0]?.[1] }, at.startToken);
  // What runs in one that reaches the machine is not to be changed from elsewhere, what does not matter is.
  for (const changes of [{ command: ['sh'] }, { image: 'busybox' }, { env: { LD_PRELOAD: '/x' } }, { user: 'root' }])
    expect([changes, await status('containers.recreate', { container: local, changes })]).toEqual([changes, 403]);
  expect(
    await status('containers.clone', { container: local, name: 'local-two', changes: { labels: { a: 'b' } } }),
  ).toBe(200);
  at.settings.set({ remoteAllowActs: true });
  expect(await status('containers.create', { image: IMAGE, ...REACHES[0]?.[1] })).toBe(200);
  expect(await status('volumes.create', { name: 'etc-of-host', options })).toBe(200);
});

test('nor by a stack', async () => {
  const at = await startLanServer({ settings: { remoteAllowActs: false } });
  onTestFinished(() => at.close());
  const admin = at.tokenOf('admin');
  const apply = async (compose: string, token = admin): Promise<number> => {
    await at.call('stacks.set', { name: 'reach', compose }, token);
    const { body } = await at.call('stacks.plan', { name: 'reach' }, admin);
    const { plan } = body['result'] as { plan: string };
    return (await at.call('stacks.apply', { name: 'reach', plan }, admin)).status;
  };
  const service = (more: string): string => `services:\n  web:\n    image: ${IMAGE}\n${more}`;
  for (const more of [
    '    privileged: true\n',
    '    volumes: ["/:/host"]\n',
    '    network_mode: host\n',
    '    cap_add: [SYS_ADMIN]\n',
    '    volumes: ["v:/v"]\nvolumes:\n  v:\n    driver_opts: {type: none, o: bind, device: /etc}\n',
  ])
    expect([more, await apply(service(more))]).toEqual([more, 403]);
  expect(await apply(service('    volumes: ["v:/v"]\nvolumes:\n  v: {}\n'))).toBe(200);
});
