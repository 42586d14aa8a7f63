import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openExport } from '#main/channels/log-export.ts';
import type { Engines } from '#main/engine/engines.ts';
import { systemClock } from '#shared/base/clock.ts';
import type { LogExport, LogItem } from '#shared/contract/logs.ts';
import { cutEvery, FaultProxy } from '#testing/fault-proxy.ts';
import { TestContainers } from './containers-of-test.ts';
import { openEngines } from './log-watch.ts';

const containers = new TestContainers();
let engines: Engines;

beforeAll(async () => {
  engines = openEngines(containers.host);
  await engines.whenConnected('default', AbortSignal.timeout(10_000));
});
afterAll(async () => {
  await containers.removeAll();
  await engines.dispose();
});

const wantedOf = (container: string, more: Partial<LogExport> = {}): LogExport => ({
  engine: 'default',
  container,
  format: 'log',
  times: false,
  ...more,
});

interface Digest {
  readonly bytes: number;
  readonly sha256: string;
  readonly head: string;
}

/** Both sides alike: what they are made of, not two logs in memory. */
async function digest(parts: AsyncIterable<Uint8Array>): Promise<Digest> {
  const hash = createHash('sha256');
  let bytes = 0;
  let head = '';
  for await (const part of parts) {
    hash.update(part);
    bytes += part.length;
    if (head.length < 2000) head += Buffer.from(part.subarray(0, 2000)).toString('latin1');
  }
  return { bytes, sha256: hash.digest('hex'), head: head.slice(0, 2000) };
}

/** What the docker CLI prints, both streams into one pipe, as `docker logs … 2>&1` does. */
async function dockerLogs(container: string, ...flags: string[]): Promise<Digest> {
  const command = ['docker', '--host', containers.host, 'logs', ...flags, container];
  const child = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', ...command], { stdio: ['ignore', 'pipe', 'inherit'] });
  return digest(child.stdout);
}

async function exported(container: string, more: Partial<LogExport> = {}, signal = new AbortController().signal) {
  const source = await openExport(engines.get(), container, systemClock.now(), signal);
  return source.read(wantedOf(container, more), () => undefined, signal);
}

async function jsonOf(container: string): Promise<LogItem[]> {
  const parts: Uint8Array[] = [];
  for await (const part of await exported(container, { format: 'jsonl' })) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as LogItem);
}

async function finished(script: string, ...options: string[]): Promise<string> {
  const id = await containers.run(script, ...options);
  await containers.docker('wait', id);
  return id;
}

const ODD = [
  `printf 'plain\\n\\n'; printf 'dos\\r\\n'; printf '10%%\\r20%%\\r\\n'; printf 'a\\377\\376b\\n'; printf 'nul\\000end\\n'`,
  `printf '\\033[31mred\\033[0m \\033]0;title\\007\\n'; printf '漢字 🚢 שלום\\n'; echo to-stderr >&2`,
  `head -c 16384 /dev/zero | tr '\\0' c; echo; head -c 1048576 /dev/zero | tr '\\0' b; echo`,
  `i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo out $i; echo err $i >&2; done`,
  `printf 'no end'`,
].join('; ');

test.each([
  ['json-file', []],
  ['local', ['--log-driver', 'local']],
  ['json-file with a TTY', ['-t']],
  ['rotated json-file', ['--log-opt', 'max-size=20k', '--log-opt', 'max-file=100']],
] as const)('%s: an exported log is what docker logs prints, byte for byte', async (_name, options) => {
  const id = await finished(ODD, ...options);
  const plain = await dockerLogs(id);
  expect(plain.bytes).toBeGreaterThan(1_000_000);
  expect(await digest(await exported(id))).toEqual(plain);
  expect(await digest(await exported(id, { times: true }))).toEqual(await dockerLogs(id, '--timestamps'));
  expect(await digest(await exported(id, { tail: 40 }))).toEqual(await dockerLogs(id, '--tail', '40'));
});

test('a part by time, and a log of nothing', async () => {
  const id = await finished('echo one; sleep 0.05; echo two; sleep 0.05; echo three');
  const [, two] = (await containers.docker('logs', '--timestamps', id)).split('\n');
  const at = (two ?? '').split(' ')[0] ?? '';
  expect(await digest(await exported(id, { since: at, until: at }))).toMatchObject({ head: 'two\n' });
  const silent = await containers.create('echo never');
  expect(await digest(await exported(silent))).toMatchObject({ bytes: 0 });
});

test('JSON lines hold every line whole, with its stream and its time', async () => {
  const id = await finished(ODD);
  const items = await jsonOf(id);
  const of = (stream: string): string[] =>
    items.flatMap((item) => ('stream' in item && item.stream === stream ? [item.text] : []));
  const out = of('stdout');
  expect(out.slice(0, 6)).toEqual(['plain', '', 'dos', '10%\r20%', 'a\uFFFD\uFFFDb', 'nul\0end']);
  expect(out[6]).toBe('\u001B[31mred\u001B[0m \u001B]0;title\u0007');
  expect(out[7]).toBe('漢字 🚢 שלום');
  expect(out.slice(8, 10).map((text) => text.length)).toEqual([16_384, 1_048_576]);
  expect(out.slice(10)).toEqual([...Array.from({ length: 3000 }, (_, at) => `out ${at + 1}`), 'no end']);
  expect(of('stderr')).toEqual(['to-stderr', ...Array.from({ length: 3000 }, (_, at) => `err ${at + 1}`)]);
  expect(items.every((item) => /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{9}Z$/.test(item.time))).toBe(true);
  expect(items.some((item) => 'cut' in item)).toBe(false);
});

test('200 MB go through a few MiB of memory, also where the reader is slow, and say how far they are', async () => {
  const line = 'x'.repeat(4000);
  const id = await finished(`yes ${line} | head -c 200000000`, '--log-driver', 'local', '--log-opt', 'max-size=300m');
  const docker = await dockerLogs(id);
  expect(docker.bytes).toBe(200_000_000);
  const shares: number[] = [];
  const signal = new AbortController().signal;
  const source = await openExport(engines.get(), id, systemClock.now(), signal);
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  async function* watched() {
    for await (const part of source.read(wantedOf(id), (ms) => shares.push(ms), signal)) {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      // Behind for a turn at each page: what is read on meanwhile is what waits.
      await new Promise((resolve) => setImmediate(resolve));
      yield part;
    }
  }
  expect(await digest(watched())).toEqual(docker);
  expect(most).toBeLessThan(48 * 1024 * 1024);
  expect(shares.length).toBeGreaterThan(100);
  // The end of the container is noted by another clock than its last line.
  expect(Math.abs((shares.at(-1) ?? 0) - source.endsAt)).toBeLessThan(2000);
}, 120_000);

test('a reader that stops, and a signal, end what Docker sends; half a log is an error', async () => {
  const proxy = await FaultProxy.start(containers.host.replace('unix://', ''));
  const own = openEngines(proxy.host);
  onTestFinished(async () => {
    await own.dispose();
    await proxy.close();
  });
  await own.whenConnected('default', AbortSignal.timeout(10_000));
  const id = await finished('yes some line of a log | head -c 300000');
  const source = await openExport(own.get(), id, systemClock.now(), new AbortController().signal);
  const logs = (): number => proxy.requests.filter((one) => one.includes('/logs?')).length;
  const idle = proxy.openSockets;
  for await (const part of source.read(wantedOf(id), () => undefined, new AbortController().signal)) {
    expect(part.length).toBeGreaterThan(0);
    expect(logs()).toBe(1);
    break;
  }
  await expect.poll(() => proxy.openSockets).toBeLessThanOrEqual(idle);

  const abort = new AbortController();
  const reading = digest(source.read(wantedOf(id), () => abort.abort(), abort.signal));
  await expect(reading).rejects.toMatchObject({ code: 'conflict', reason: 'cancelled' });
  await expect.poll(() => proxy.openSockets).toBeLessThanOrEqual(idle);

  proxy.setFault(cutEvery(/\/logs\?/, 400_000));
  const broken = digest(source.read(wantedOf(id), () => undefined, new AbortController().signal));
  await expect(broken).rejects.toMatchObject({ code: 'engine_error', message: 'Docker broke the log off.' });
  // JSON lines know each line's time, so they go on where they broke.
  const lines = await digest(
    source.read(wantedOf(id, { format: 'jsonl' }), () => undefined, new AbortController().signal),
  );
  proxy.setFault(undefined);
  expect(await digest(await exported(id, { format: 'jsonl' }))).toEqual(lines);
}, 60_000);

test('a log that Docker does not keep is said so before anything is written', async () => {
  const id = await containers.create('echo x', '--log-driver', 'none');
  await expect(exported(id)).rejects.toMatchObject({ code: 'conflict', reason: 'not_readable' });
});
