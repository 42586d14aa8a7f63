// The machine's figures against what `df` and the kernel say, and the engine's against the docker CLI.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '#shared/base/clock.ts';
import { hostMetrics } from '#shared/contract/host.ts';
import { diskUses } from '#main/engine/disk-uses.ts';
import { DockerEngine } from '#main/engine/docker-engine.ts';
import { parseEndpoint } from '#main/engine/endpoint.ts';
import { engineInfoOf } from '#main/engine/engine-info.ts';
import { SystemHost } from '#main/host/host.ts';
import { sourceWorker } from '#testing/source-worker.ts';
import { TestContainers } from './containers-of-test.ts';
import { startLocalProgram } from './local-program.ts';

const WORKER = new URL('../../src/main/host/host-worker.ts', import.meta.url);

/** The share of the larger that two figures differ by. */
const apart = (a: number, b: number): number => Math.abs(a - b) / Math.max(a, b);

describe('this machine', () => {
  const failures: Error[] = [];
  const host = new SystemHost({
    clock: systemClock,
    startWorker: () => sourceWorker(WORKER),
    failed: (error) => failures.push(error),
  });

  it('is as the kernel and df have it, with the busiest process first', async () => {
    const watch = host.watch();
    // A process that burns a core, so that there is something to find.
    const burner = new Worker('for (;;);', { eval: true });
    await once(burner, 'online');
    let metrics = await watch.sample();
    // The thread behind it needs a moment to begin, and a second look for shares of the CPU.
    for (let tries = 0; tries < 20 && !((metrics.topProcesses[0]?.cpuPercent ?? 0) > 20); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      metrics = await watch.sample();
    }
    await burner.terminate();
    await watch.dispose();
    expect(failures).toEqual([]);
    expect(hostMetrics.parse(metrics)).toEqual(metrics);
    expect(metrics.hostname).toBe(os.hostname());
    expect(metrics.cores).toHaveLength(readFileSync('/proc/stat', 'utf8').match(/^cpu\d/gm)?.length ?? 0);
    expect(metrics.cpuPercent).toBeGreaterThan(10);
    const total = Number(/MemTotal:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1024;
    expect(metrics.memoryTotalBytes).toBe(total);
    const df = execFileSync('df', ['-P', '-B1', '/'], { encoding: 'utf8' }).split('\n')[1]?.split(/\s+/) ?? [];
    expect(metrics.storageTotalBytes).toBe(Number(df[1]));
    expect(apart(metrics.storageUsedBytes ?? 0, Number(df[2]))).toBeLessThan(0.02);
    expect(Math.abs((metrics.storagePercent ?? 0) - Number.parseInt(df[4] ?? '', 10))).toBeLessThanOrEqual(1);
    expect(metrics.fileSystems.find(({ mount }) => mount === '/')?.totalBytes).toBe(Number(df[1]));
    expect(metrics.fileSystems.some(({ type }) => type === 'overlay' || type === 'tmpfs')).toBe(false);
    expect(metrics.system).toContain(os.release());
    expect(metrics.topProcesses.length).toBeLessThanOrEqual(10);
    expect(metrics.topProcesses[0]?.cpuPercent).toBeGreaterThan(20);
    expect(metrics.networkInterfaces.every(({ name }) => name !== 'lo' && !name.startsWith('veth'))).toBe(true);
  });

  it('goes on without what the thread looks up, where that cannot be had', async () => {
    const failed: Error[] = [];
    const broken = new SystemHost({
      clock: systemClock,
      startWorker: () => new Worker(new URL('./no-such-worker.js', import.meta.url)),
      failed: (error) => failed.push(error),
    });
    const watch = broken.watch();
    const metrics = await watch.sample();
    expect(metrics.memoryPercent).toBeGreaterThan(0);
    expect(metrics.topProcesses).toEqual([]);
    expect(failed).toHaveLength(1);
    await watch.dispose();
  });
});

describe('the engine’s machine and disk', () => {
  const containers = new TestContainers();
  const endpoint = parseEndpoint(containers.host, undefined);
  if (endpoint.kind === 'unsupported') throw new Error('the test engine is reached by a socket');
  const engine = new DockerEngine(endpoint, systemClock);
  beforeAll(async () => {
    await containers.create('true');
  });
  afterAll(async () => {
    engine.dispose();
    await containers.removeAll();
  });

  it('are what `docker info` and `docker system df` print', async () => {
    const info = await engineInfoOf(engine, new AbortController().signal);
    const format = '{{.Name}} {{.ServerVersion}} {{.Driver}} {{.CgroupVersion}} {{.NCPU}}';
    const printed = await containers.docker('info', '--format', format);
    expect([info.name, info.version, info.storageDriver, info.cgroupVersion, info.cores].join(' ')).toBe(printed);
    expect(info.isRemote).toBe(false);
    const use = await diskUses(() => engine, systemClock)('default');
    const rows = (await containers.docker('system', 'df', '--format', '{{.Type}}|{{.Size}}|{{.TotalCount}}')).split(
      '\n',
    );
    const images = rows.find((row) => row.startsWith('Images'))?.split('|') ?? [];
    // Printed with four digits: "4.26MB".
    const unit = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 }[/[a-zA-Z]+$/.exec(images[1] ?? '')?.[0] ?? ''] ?? 0;
    expect(apart(use.images.bytes, Number.parseFloat(images[1] ?? '') * unit)).toBeLessThan(0.01);
    expect(use.images.count).toBe(Number(images[2]));
    expect(use.bytes).toBeGreaterThanOrEqual(use.images.bytes);
  });

  it('tells what logs take as the files of the engine have it, and which of them have a limit', async () => {
    const writes = 'head -c 300000 /dev/zero | tr "\\0" "\\n"';
    const ids = {
      open: await containers.run(writes),
      limited: await containers.run(writes, '--log-opt', 'max-size=200k', '--log-opt', 'max-file=3'),
      local: await containers.run(writes, '--log-driver', 'local'),
      none: await containers.run(writes, '--log-driver', 'none'),
    };
    await containers.docker('wait', ...Object.values(ids));
    const { client, end } = await startLocalProgram(containers.host);
    onTestFinished(end);
    const { bytes, why, largest } = await client.call('system.logSizes', {});
    expect(why).toBeNull();
    const found = (id: string) => largest.find(({ container }) => container === id);
    const log = await containers.docker('inspect', '--format', '{{.LogPath}}', ids.open);
    expect(found(ids.open)).toMatchObject({ bytes: statSync(log).size, limit: null });
    // Rotated, so that it is more than one file may hold.
    expect(found(ids.limited)?.limit).toBe('200k');
    expect(found(ids.limited)?.bytes).toBeGreaterThan(200_000);
    expect(found(ids.local)).toMatchObject({ limit: '20m' });
    expect(found(ids.none)).toBeUndefined();
    expect(bytes).toBeGreaterThanOrEqual(largest.reduce((sum, one) => sum + one.bytes, 0));
  });
});
