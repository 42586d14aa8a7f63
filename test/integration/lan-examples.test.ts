import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LanServer, startLanServer } from './lan-server.ts';

const execute = promisify(execFile);
let server: LanServer;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  server = await startLanServer();
  env = { ...process.env, QUAYSIDE_URL: server.url, QUAYSIDE_TOKEN: server.tokenOf('viewer') };
});
afterAll(() => server.close());

it('the Node example lists, measures and follows', async () => {
  const child = spawn(process.execPath, ['examples/watch.mjs', 'shop-api-1'], { env });
  let output = '';
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (/^\d{4}-\d\d-\d\dT\S+Z \S/m.test(output)) resolve();
      });
      child.once('exit', () => reject(new Error(`ended: ${output}`)));
    });
  } finally {
    child.kill();
  }
  expect(output).toContain('signed in as a-viewer, viewer');
  expect(output).toMatch(/running +shop-api-1/);
  expect(output).toMatch(/shop-api-1: \d+\.\d % CPU, \d+ bytes/);
});

it('the curl example does the same over polls, and each line comes once', async () => {
  const password = 'correct horse battery';
  await server.call('users.create', { name: 'mara', role: 'viewer', password }, server.startToken);
  const signIn = { ...env, QUAYSIDE_TOKEN: '', QUAYSIDE_USER: 'mara', QUAYSIDE_PASSWORD: password, ROUNDS: '3' };
  const { stdout } = await execute('sh', ['examples/session.sh', 'shop-api-1'], { env: signIn });
  const [list = '', stats = '', ...polls] = stdout.trim().split('\n');
  expect(list).toContain('"name":"shop-api-1"');
  expect(stats).toMatch(/"cpuPercent":[\d.]+/);
  const answers = polls.map((line) => JSON.parse(line) as { next: number; items: unknown[] });
  expect(answers).toHaveLength(3);
  for (const [at, { next, items }] of answers.entries())
    if (at > 0) expect(next - items.length).toBe(answers[at - 1]?.next);
});
