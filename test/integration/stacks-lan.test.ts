// Who may what with stacks over the network, and what they are not shown.
import { expect, onTestFinished, test } from 'vitest';
import { startLanServer } from './lan-server.ts';

const COMPOSE =
  'services:\n  web:\n    image: nginx:1.27-alpine\n    environment: {WORD: hush1}\n    secrets: [one]\nsecrets:\n  one: {file: ./one.txt}\n';

test('a viewer looks without seeing values, an operator starts and stops, an admin sets and applies', async () => {
  const at = await startLanServer({ settings: { remoteAllowActs: false } });
  onTestFinished(() => at.close());
  const [viewer, operator, admin] = [at.tokenOf('viewer'), at.tokenOf('operator'), at.tokenOf('admin')];
  const call = (command: string, params: unknown, token: string) => at.call(command, params, token);
  const set = { name: 'shared', compose: COMPOSE, env: { TOKEN: 'hush2' }, files: { 'one.txt': 'hush3' } };
  for (const token of [viewer, operator]) expect((await call('stacks.set', set, token)).status).toBe(403);
  expect((await call('stacks.set', set, admin)).status).toBe(200);
  for (const token of [viewer, operator]) {
    const seen = await call('stacks.get', { name: 'shared' }, token);
    expect(seen.status).toBe(200);
    expect(JSON.stringify(seen.body)).not.toContain('hush');
    expect(seen.body).toMatchObject({
      result: { target: { isMasked: true, env: 'TOKEN=••••••\n', files: { 'one.txt': '' } } },
    });
    const version = await call('stacks.version', { name: 'shared', version: 1 }, token);
    expect(JSON.stringify(version.body)).not.toContain('hush');
    expect((await call('stacks.found', { name: 'shop' }, token)).status).toBe(403);
  }
  expect(JSON.stringify((await call('stacks.get', { name: 'shared' }, admin)).body)).toContain('hush1');
  const plan = await call('stacks.plan', { name: 'shared' }, viewer);
  expect(plan.status).toBe(200);
  expect(JSON.stringify(plan.body)).not.toContain('hush');
  expect((await call('stacks.apply', { name: 'shared', plan: 'x' }, operator)).status).toBe(403);
  expect((await call('stacks.apply', { name: 'shared', plan: 'x' }, admin)).status).toBe(409);
  expect((await call('stacks.stop', { name: 'shop' }, viewer)).status).toBe(403);
  expect((await call('stacks.stop', { name: 'shop', services: ['web'] }, operator)).status).toBe(200);
  expect((await call('stacks.remove', { name: 'shop', plan: 'x' }, operator)).status).toBe(403);
  // Files of this computer are nobody's who is elsewhere.
  expect((await call('stacks.set', { ...set, folder: '/etc' }, admin)).status).toBe(403);
  const build = { ...set, compose: 'services:\n  web:\n    build: /etc\n' };
  expect((await call('stacks.set', build, admin)).body).toMatchObject({
    result: {
      problems: [{}, { line: 3, message: expect.stringContaining('outside of the stack'), severity: 'error' }],
    },
  });
  // A text that is wrong with a variable's value would tell it.
  const asks = 'services:\n  web:\n    image: nginx:1.27-alpine\n    ports: ["${TOKEN}"]\n';
  for (const token of [viewer, operator])
    expect((await call('stacks.check', { name: 'shared', compose: asks }, token)).status).toBe(403);
  expect((await call('stacks.set', { ...set, compose: asks.replace('ports', 'networks') }, admin)).body).toMatchObject({
    result: { problems: [{ line: 4, message: expect.stringContaining('hush2') }] },
  });
  for (const token of [viewer, operator]) {
    const seen = await call('stacks.get', { name: 'shared' }, token);
    expect(seen.body).toMatchObject({ result: { problems: [{ line: 4, severity: 'error' }] } });
    const refused = await call('stacks.plan', { name: 'shared' }, token);
    expect(refused.status).toBe(400);
    expect(JSON.stringify([seen.body, refused.body])).not.toContain('hush');
  }
  const wrong = await call('stacks.set', { ...set, files: { '../../etc/x': 'y' } }, admin);
  expect(wrong.status).toBe(400);
  expect((await call('stacks.set', { ...set, name: '../x' }, admin)).status).toBe(400);
  expect((await call('stacks.get', { name: 'nothing' }, viewer)).status).toBe(404);
});
