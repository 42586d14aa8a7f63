// Volumes out of and into tar files, on a real engine: byte for byte, broken off, refused, and nothing left behind.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '#shared/client/client.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { HELPER_LABEL } from '#main/engine/helper-label.ts';
import { tarEnd, tarHeader, tarPadding } from '#main/tar/tar-writer.ts';
import { type RestartableEngine, startRestartableEngine, TEST_IMAGE } from '../engine.ts';
import { startLanServer } from './lan-server.ts';
import { type LocalProgram, startLocalProgram } from './local-program.ts';

let engine: RestartableEngine;
let folder: string;
let chosen: string;
let program: LocalProgram;
let client: Client;

beforeAll(async () => {
  engine = await startRestartableEngine();
  folder = mkdtempSync(join(tmpdir(), 'qs-volumes-'));
  program = await startLocalProgram(engine.host, {
    askWhereToSave: () => Promise.resolve(chosen),
    askWhichFile: () => Promise.resolve(chosen),
  });
  ({ client } = program);
}, 90_000);
afterAll(async () => {
  await program?.end();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const helpers = async (): Promise<string[]> => {
  const { stdout } = await engine.docker('ps', '-aq', '--filter', `label=${HELPER_LABEL}`);
  return stdout.split('\n').filter(Boolean);
};
const run = async (volume: string, script: string): Promise<string> =>
  (await engine.docker('run', '--rm', '-v', `${volume}:/data`, TEST_IMAGE, 'sh', '-c', script)).stdout;
/** All that makes up the files of a volume; Docker itself touches the folder that it unpacks into. */
const content = (volume: string): Promise<string> =>
  run(
    volume,
    'cd /data && stat -c "%a %u:%g" . && find . -mindepth 1 | sort | while read f; do stat -c "%n %F %a %u:%g %Y" "$f"; [ -L "$f" ] && readlink "$f"; [ -f "$f" ] && md5sum < "$f"; done; true',
  );

async function ended(job: string): Promise<Job> {
  await expect
    .poll(async () => (await client.call('jobs.get', { job })).job.endedAt, { timeout: 20_000 })
    .toBeDefined();
  return (await client.call('jobs.get', { job })).job;
}
async function done(started: { job: string | null }): Promise<Job> {
  const job = await ended(started.job ?? '');
  expect(job.error).toBeUndefined();
  expect(job.status).toBe('done');
  return job;
}
const backup = async (volume: string, file: string): Promise<{ job: string | null }> => {
  chosen = join(folder, file);
  return client.call('volumes.backup', { volume });
};
const restore = (volume: string, into: 'new' | 'replace' | 'merge', file: string, more: object = {}) => {
  chosen = join(folder, file);
  return client.call('volumes.restore', { volume, into, ...more });
};
const names = async (): Promise<string[]> => (await client.call('volumes.list', {})).volumes.map(({ name }) => name);

const FILL = [
  'cd /data',
  'echo kept > plain',
  'chmod 640 plain',
  'ln -s plain link',
  'ln -s /etc/passwd outside',
  'mkdir empty sub',
  'chmod 1777 empty',
  'chmod 750 sub',
  'head -c 20000000 /dev/urandom > sub/big',
  'chown -R 1000:1001 sub',
  'touch -d "2020-02-03 04:05:06" plain',
  'ln plain hard',
  'mkfifo pipe',
  'echo ü > "name with ü and space"',
  'chown 70:71 .',
  'chmod 700 .',
].join(' && ');

describe('volumes and files', () => {
  it('are backed up and restored byte for byte, and cloned', async () => {
    await client.call('volumes.create', { name: 'qs_full' });
    await run('qs_full', FILL);
    const before = await content('qs_full');
    expect(before).toContain('./sub/big regular file 644 1000:1001');
    const saved = await done(await backup('qs_full', 'full.tar'));
    expect(saved).toMatchObject({ kind: 'backup', title: 'Back up qs_full' });
    // For others' programs too: no helper's folder in the names.
    const listed = execFileSync('tar', ['-tf', join(folder, 'full.tar')]).toString();
    expect(listed.split('\n')).toEqual(expect.arrayContaining(['./', './plain', './sub/big', './empty/']));
    await done(await restore('qs_again', 'new', 'full.tar'));
    expect(await content('qs_again')).toBe(before);
    const { job } = await client.call('volumes.clone', { volume: 'qs_full', name: 'qs_clone' });
    await done({ job });
    expect(await content('qs_clone')).toBe(before);
    // Packed as well.
    writeFileSync(join(folder, 'full.tar.gz'), gzipSync(readFileSync(join(folder, 'full.tar')), { level: 1 }));
    await done(await restore('qs_packed', 'new', 'full.tar.gz'));
    expect(await content('qs_packed')).toBe(before);
  });

  it('are replaced, or added to what is there', async () => {
    await client.call('volumes.create', { name: 'qs_small', labels: { tier: 'data' } });
    await run('qs_small', 'echo one > /data/a; echo old > /data/b');
    await done(await backup('qs_small', 'small.tar'));
    await run('qs_small', 'echo two > /data/a; echo new > /data/c; rm /data/b');
    await done(await restore('qs_small', 'merge', 'small.tar'));
    expect(await run('qs_small', 'cd /data; grep . *')).toBe('a:one\nb:old\nc:new\n');
    await done(await restore('qs_small', 'replace', 'small.tar'));
    expect(await run('qs_small', 'cd /data; grep . *')).toBe('a:one\nb:old\n');
    expect((await client.call('volumes.list', {})).volumes.find(({ name }) => name === 'qs_small')?.labels).toEqual({
      tier: 'data',
    });
  });

  it('are refused where the volume is not as it was taken to be', async () => {
    await client.call('volumes.create', { name: 'qs_used' });
    await done(await backup('qs_used', 'used.tar'));
    await engine.docker('run', '-d', '--name', 'qs-user', '-v', 'qs_used:/data', TEST_IMAGE, 'sleep', '600');
    try {
      await expect.poll(() => users('qs_used')).toBe(1);
      await expect(restore('qs_used', 'new', 'used.tar')).rejects.toMatchObject({ code: 'conflict', reason: 'taken' });
      await expect(restore('qs_none', 'merge', 'used.tar')).rejects.toMatchObject({ code: 'not_found' });
      await expect(restore('qs_used', 'replace', 'used.tar')).rejects.toMatchObject({
        code: 'conflict',
        message: 'qs-user mounts this volume.',
      });
      await expect(restore('qs_used', 'merge', 'used.tar')).rejects.toMatchObject({
        code: 'conflict',
        message: 'qs-user runs with this volume.',
      });
      await done(await restore('qs_used', 'merge', 'used.tar', { whileInUse: true }));
      await engine.docker('stop', '-t', '0', 'qs-user');
      await expect.poll(() => running('qs-user')).toBe(false);
      await done(await restore('qs_used', 'merge', 'used.tar'));
      await expect(client.call('volumes.clone', { volume: 'qs_used', name: 'qs_used' })).rejects.toMatchObject({
        reason: 'taken',
      });
      await expect(backup('qs_none', 'none.tar')).rejects.toMatchObject({ code: 'not_found', field: 'volume' });
      await client.call('volumes.protect', { volume: 'qs_used', on: true });
      await expect(restore('qs_used', 'merge', 'used.tar')).rejects.toMatchObject({ code: 'conflict' });
      await client.call('volumes.protect', { volume: 'qs_used', on: false });
    } finally {
      await engine.docker('rm', '-f', 'qs-user');
    }
  });

  it('that are cancelled or broken off leave no half file and no half volume', async () => {
    await client.call('volumes.create', { name: 'qs_long' });
    await run('qs_long', 'head -c 300000000 /dev/zero > /data/zeros');
    writeFileSync(join(folder, 'long.tar'), 'what was there');
    const { job } = await backup('qs_long', 'long.tar');
    await expect.poll(async () => (await client.call('jobs.get', { job: job ?? '' })).job.message).toMatch(/so far/);
    await client.call('jobs.cancel', { job: job ?? '' });
    expect((await ended(job ?? '')).status).toBe('cancelled');
    expect(readFileSync(join(folder, 'long.tar'), 'utf8')).toBe('what was there');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    await done(await backup('qs_long', 'whole.tar'));
    const third = await restore('qs_half', 'new', 'whole.tar');
    await expect.poll(async () => (await helpers()).length).toBe(1);
    await client.call('jobs.cancel', { job: third.job ?? '' });
    expect((await ended(third.job ?? '')).status).toBe('cancelled');
    await expect.poll(names).not.toContain('qs_half');
  }, 60_000);

  it('that the engine dies of leave no half file, and their container goes when it is there again', async () => {
    const { job } = await backup('qs_long', 'gone.tar');
    await expect.poll(async () => (await client.call('jobs.get', { job: job ?? '' })).job.message).toMatch(/so far/);
    // Its volume cannot go while it is read.
    await expect(engine.docker('volume', 'rm', 'qs_long')).rejects.toThrow(/in use/);
    // Counted before: the program may be there before this test when the engine is back.
    expect((await helpers()).length).toBe(1);
    await engine.kill();
    expect(await ended(job ?? '')).toMatchObject({
      status: 'failed',
      error: { code: expect.stringMatching(/^engine_/) },
    });
    expect(existsSync(join(folder, 'gone.tar'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    await engine.start();
    await expect.poll(helpers, { timeout: 20_000 }).toEqual([]);
  }, 60_000);

  it.each([
    ['above', entry('../outside', 'x'), '"../outside" in the archive leads out of its folder.'],
    ['at the root', entry('/etc/qs-evil', 'x'), '"/etc/qs-evil" in the archive begins at the root.'],
    [
      'through a link',
      Buffer.concat([entry('out', '', '/etc'), entry('out/qs-evil', 'x')]),
      '"out/qs-evil" in the archive goes through the link "out".',
    ],
    ['that is none', Buffer.from('nonsense'.repeat(200)), 'This file is not a tar archive.'],
    ['that is cut', entry('big', 'x'.repeat(3000)).subarray(0, 2000), 'The archive ends in the middle of a file.'],
  ])('of an archive with a file %s are refused, and nothing is written', async (_how, bytes, message) => {
    const isWhole = !message.includes('middle') && !message.includes('not a tar');
    writeFileSync(join(folder, 'odd.tar'), isWhole ? Buffer.concat([bytes, tarEnd()]) : bytes);
    const { job } = await restore('qs_odd', 'new', 'odd.tar');
    expect(await ended(job ?? '')).toMatchObject({ status: 'failed', error: { code: 'bad_request', message } });
    expect(await names()).not.toContain('qs_odd');
  });

  it('leave nothing of a crash: the next start takes it away, and nothing of others', async () => {
    const gone = spawnedPid();
    const make = (owner: string) =>
      engine
        .docker('create', '--label', `${HELPER_LABEL}=${owner}`, TEST_IMAGE, 'true')
        .then(({ stdout }) => stdout.trim());
    const left = await make(`${hostname()}/${gone}`);
    const elsewhere = await make('another-computer/1');
    const living = await make(`${hostname()}/1`);
    const shown = async () => (await client.call('containers.list', {})).containers.map(({ id }) => id);
    expect(await shown()).not.toContain(living);
    const next = await startLocalProgram(engine.host);
    try {
      const all = async () => (await engine.docker('ps', '-aq', '--no-trunc')).stdout.split('\n');
      await expect.poll(all).not.toContain(left);
      expect(await all()).toEqual(expect.arrayContaining([elsewhere, living]));
    } finally {
      await next.end();
      await engine.docker('rm', elsewhere, living);
    }
  });

  it('are looked into through a container that nobody sees and that is gone afterwards', async () => {
    await client.call('volumes.create', { name: 'qs_seen' });
    await run('qs_seen', 'mkdir /data/sub; echo hello > /data/sub/note; echo x > /data/top');
    const { container, folder } = await client.call('volumes.browse', { volume: 'qs_seen' });
    expect(await client.call('volumes.browse', { volume: 'qs_seen' })).toEqual({ container, folder });
    const look = async (path: string): Promise<string[]> =>
      (await client.call('containers.files.list', { container: container ?? '', path })).entries.map(
        ({ name }) => name,
      );
    expect((await look(folder)).toSorted()).toEqual(['sub', 'top']);
    expect(await look(`${folder}/sub`)).toEqual(['note']);
    expect((await client.call('containers.list', {})).containers.map(({ id }) => id)).not.toContain(container);
    // Somebody tidies up: the next look makes another.
    await engine.docker('rm', '-f', container ?? '');
    const again = await client.call('volumes.browse', { volume: 'qs_seen' });
    expect(again.container).not.toBe(container);
    await client.call('volumes.browse', { volume: 'qs_seen', isOver: true });
    expect(await helpers()).toEqual([]);
    await client.call('volumes.remove', { volume: 'qs_seen' });
    await expect(client.call('volumes.browse', { volume: 'qs_seen' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leave no container behind', async () => {
    expect(await helpers()).toEqual([]);
  });

  it('need an image, and say so where there is none', async () => {
    await client.call('volumes.create', { name: 'qs_bare' });
    await engine.docker('save', '-o', join(folder, 'image.tar'), TEST_IMAGE);
    await engine.docker('image', 'rm', '-f', TEST_IMAGE);
    try {
      await expect(backup('qs_bare', 'bare.tar')).rejects.toMatchObject({
        code: 'conflict',
        hint: 'Pull any image, such as busybox, and try again.',
      });
    } finally {
      await engine.docker('load', '-i', join(folder, 'image.tar'));
    }
  });
});

it('over the network an admin does it by tickets, once the owner allows it', async () => {
  const at = await startLanServer({ settings: { remoteAllowActs: false } });
  try {
    const [operator, admin] = [at.tokenOf('operator'), at.tokenOf('admin')];
    const status = async (command: string, params: unknown, token: string): Promise<number> =>
      (await at.call(command, params, token)).status;
    const all = [
      ['volumes.backup', { volume: 'shop_db' }],
      ['volumes.restore', { volume: 'qs_net', into: 'new' }],
      ['volumes.clone', { volume: 'shop_db', name: 'qs_net_clone' }],
    ] as const;
    for (const [command, params] of all)
      for (const token of [operator, admin]) expect(await status(command, params, token)).toBe(403);
    at.settings.set({ remoteAllowActs: true });
    for (const [command, params] of all) expect(await status(command, params, operator)).toBe(403);
    const headers = { authorization: `Bearer ${admin}` };
    const start = async (command: string, params: unknown) =>
      (await at.call(command, params, admin)).body['result'] as { job: string; url: string };
    const { url } = await start('volumes.backup', { volume: 'shop_db' });
    const bytes = new Uint8Array(await (await fetch(`${at.url}${url}`, { headers })).arrayBuffer());
    const { url: up } = await start('volumes.restore', { volume: 'qs_net', into: 'new' });
    expect((await fetch(`${at.url}${up}`, { method: 'PUT', headers, body: bytes })).status).toBe(200);
    const { url: back } = await start('volumes.backup', { volume: 'qs_net' });
    const again = new Uint8Array(await (await fetch(`${at.url}${back}`, { headers })).arrayBuffer());
    const data = (archive: Uint8Array): Buffer =>
      execFileSync('tar', ['-xOf', '-', './data.bin'], { input: Buffer.from(archive) });
    expect(data(again).length).toBe(4096);
    expect(data(again).equals(data(bytes))).toBe(true);
  } finally {
    await at.close();
  }
});

const users = async (volume: string): Promise<number | undefined> =>
  (await client.call('volumes.list', {})).volumes.find(({ name }) => name === volume)?.containers.length;
const running = async (container: string): Promise<boolean> =>
  (await client.call('containers.list', {})).containers.find(({ name }) => name === container)?.state === 'running';

function entry(name: string, content: string, target = ''): Buffer {
  const bytes = Buffer.from(content);
  const type = target === '' ? 'file' : 'link';
  const head = tarHeader({ name, type, bytes: bytes.length, mode: 0o644, modifiedAtMs: 1e12, target });
  return Buffer.concat([head, bytes, tarPadding(bytes.length)]);
}

/** Of a process that has ended. */
const spawnedPid = (): number => Number(execFileSync('sh', ['-c', 'echo $$']).toString());
