// The same on the simulated engine, which has to refuse and to behave as a real one does.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startStackProgram, type StackProgram } from './stack-program.ts';

async function program(): Promise<StackProgram> {
  const home = mkdtempSync(join(tmpdir(), 'qs-stacks-simulated-'));
  const made = await startStackProgram('simulated', home);
  onTestFinished(async () => {
    await made.close();
    rmSync(home, { recursive: true, force: true });
  });
  return made;
}

const stack = (level: string): string => `services:
  db:
    image: nginx:1.27-alpine
    volumes: ["data:/data"]
    healthcheck: {test: "true", interval: 1s}
  web:
    image: nginx:1.27-alpine
    scale: 2
    environment: {LEVEL: ${level}}
    depends_on: {db: {condition: service_healthy}}
    secrets: [word]
volumes:
  data:
secrets:
  word: {content: hush}
`;

test('a target is applied, changed, drifts, is stopped and removed', async () => {
  const { client, set, plan, apply } = await program();
  await set('harbour', stack('info'));
  const first = await plan('harbour');
  expect(first.actions.map(({ action, name }) => `${action} ${name}`)).toEqual([
    'create harbour-db-1',
    'create harbour-web-1',
    'create harbour-web-2',
  ]);
  expect((await apply('harbour', first.plan)).at(-1)).toMatchObject({ status: 'done', message: 'Created 3.' });
  expect((await plan('harbour')).isEmpty).toBe(true);
  const get = async () => (await client.call('stacks.get', { name: 'harbour' })).stack;
  await expect.poll(get).toMatchObject({ source: 'both', running: 3, wanted: 3, drift: { differs: false } });

  await set('harbour', stack('debug'));
  const next = await plan('harbour');
  expect(next.actions.map(({ action }) => action)).toEqual(['unchanged', 'recreate', 'recreate']);
  expect(next.actions[1]).toMatchObject({ reason: 'environment LEVEL changed.' });
  expect((await apply('harbour', next.plan)).at(-1)).toMatchObject({ status: 'done', message: 'Recreated 2.' });

  const { containers } = await client.call('stacks.stop', { name: 'harbour' });
  expect(containers).toHaveLength(3);
  await expect.poll(async () => (await get()).drift).toMatchObject({ differs: true });
  expect((await client.call('stacks.start', { name: 'harbour' })).failed).toEqual([]);
  await expect.poll(get).toMatchObject({ running: 3, drift: { differs: false } });

  const { plan: removal, items } = await client.call('stacks.removePlan', { name: 'harbour' });
  expect(items.map(({ kind }) => kind)).toEqual(['container', 'container', 'container', 'network', 'volume', 'target']);
  const only = items.map(({ id }) => id);
  const removed = await client.call('stacks.remove', { name: 'harbour', plan: removal, only });
  expect(removed).toMatchObject({ skipped: [] });
  await expect
    .poll(async () => (await client.call('stacks.list', {})).stacks.map(({ name }) => name))
    .not.toContain('harbour');
}, 120_000);

test('the project that the simulated engine begins with is found and can be taken over from what runs', async () => {
  const { client, set, plan } = await program();
  const { stacks } = await client.call('stacks.list', {});
  expect(stacks.map(({ name, source }) => [name, source])).toContainEqual(['shop', 'labels']);
  for (const { name } of stacks) {
    const { from, compose, env } = await client.call('stacks.found', { name });
    expect(from).toBe('containers');
    expect((await set(name, compose, { env })).problems).toEqual([]);
    const { actions, resources } = await plan(name);
    expect(actions.filter(({ action }) => action !== 'unchanged' && action !== 'start')).toEqual([]);
    expect(resources.filter(({ action }) => action !== 'unchanged')).toEqual([]);
    // Values that look like secrets stand beside the text, so that it can be shown and shared.
    if (name === 'shop') expect([compose, env].join()).toContain('POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}');
  }
});
