import { afterAll, expect, test } from 'vitest';
import type { KeptServiceInfo, SearchHit } from '#shared/contract/history.ts';
import type { LogItem } from '#shared/contract/logs.ts';
import { BuiltProgram, type RunningProgram } from './built-program.ts';
import { TestContainers } from './containers-of-test.ts';
import { wrongWith } from './log-watch.ts';

const containers = new TestContainers();
const built = new BuiltProgram(containers.host, { keepLogs: true });
afterAll(async () => {
  built.dispose();
  await containers.removeAll();
});

async function keptTexts(
  program: RunningProgram,
  service: string,
): Promise<{ info: KeptServiceInfo; texts: string[]; items: LogItem[] }> {
  const { services } = await program.call<{ services: KeptServiceInfo[] }>('logs.kept', {});
  const info = services.find(({ name }) => name === service);
  if (!info) throw new Error(`nothing is kept of ${service}`);
  const { items } = await program.call<{ items: { item: LogItem }[] }>('logs.readKept', {
    service: info.service,
    limit: 5000,
  });
  const texts = items.flatMap(({ item }) => ('stream' in item ? [item.text] : []));
  return { info, texts, items: items.map(({ item }) => item) };
}

test('lines are kept once each over kill -9, a recreated container and its removal, and are found', async () => {
  const service = `kept-${Date.now()}`;
  const labels = ['--label', 'com.docker.compose.project=qs', '--label', `com.docker.compose.service=${service}`];
  const emit = (from: number, to: number): string =>
    `i=${from - 1}; while [ $i -lt ${to} ]; do i=$((i+1)); echo "line $i"; usleep 4000; done; exec sleep 1000`;
  const texts = async (program: RunningProgram): Promise<number> =>
    (await keptTexts(program, service).catch(() => ({ texts: [] }))).texts.length;

  let program = await built.start();
  const first = await containers.run(emit(1, 1500), '--name', `${service}-a`, ...labels);
  await expect.poll(() => texts(program), { timeout: 20_000 }).toBeGreaterThan(200);
  await program.kill();
  program = await built.start();
  await expect.poll(() => texts(program), { timeout: 30_000 }).toBe(1500);
  await containers.docker('rm', '-f', first);
  const second = await containers.run(emit(1501, 2000), '--name', `${service}-b`, ...labels);
  await expect.poll(() => texts(program), { timeout: 20_000 }).toBe(2000);
  await containers.docker('rm', '-f', second);
  await program.kill();

  program = await built.start();
  const kept = await keptTexts(program, service);
  expect(wrongWith(kept.texts, 2000, 'line ')).toBe('');
  expect(kept.info.generations.map(({ name }) => name)).toEqual([`${service}-a`, `${service}-b`]);
  expect(kept.items.flatMap((item) => ('mark' in item ? [item.mark] : []))).toContain('removed');

  // More than one page of it, as a file.
  const { url } = await program.call<{ url: string }>('logs.export', { service: kept.info.service });
  const file = await fetch(`${program.url}${url}`, { headers: { authorization: `Bearer ${program.accessToken}` } });
  const written = (await file.text()).trimEnd().split('\n');
  expect(written).toEqual(kept.items.map((item) => ('mark' in item ? `-- ${item.text} --` : item.text)));

  const found = await program.call<{ hits: SearchHit[]; complete: boolean }>('logs.search', {
    text: 'LINE 175',
    // Everything that writes on this engine is kept meanwhile, other tests' lines too.
    containers: [`${service}-a`, `${service}-b`],
    wait: true,
  });
  expect(found.complete).toBe(true);
  expect(found.hits.map(({ text }) => text)).toEqual([
    'line 1759',
    'line 1758',
    'line 1757',
    'line 1756',
    'line 1755',
    'line 1754',
    'line 1753',
    'line 1752',
    'line 1751',
    'line 1750',
    'line 175',
  ]);
  expect(found.hits[0]).toMatchObject({
    name: `${service}-b`,
    container: second,
    before: ['line 1757', 'line 1758'],
    after: ['line 1760', 'line 1761'],
  });
  await expect(program.call('logs.search', { pattern: '(', wait: true })).rejects.toThrow('Not a valid pattern');
  const { job } = await program.call<{ job: string }>('logs.search', { text: 'line' });
  await expect
    .poll(async () => (await program.call<{ job: { status: string } }>('jobs.get', { job })).job.status)
    .toBe('done');
  await program.kill();
}, 120_000);
