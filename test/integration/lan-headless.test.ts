import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, it } from 'vitest';

let home: string;
const running: ChildProcess[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qs-headless-'));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

/** The program without a display as a process of its own, from the sources. */
function start(...args: string[]) {
  return startIn(home, args);
}

function startIn(folder: string, args: readonly string[]) {
  const env = { ...process.env, QUAYSIDE_HOME: folder, QUAYSIDE_ENGINE: 'simulated' };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main/headless.ts', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  let complaint = '';
  const lines: ((line: string) => void)[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    for (const look of [...lines]) look(output);
  });
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  return {
    child,
    exited,
    output: () => output,
    complaint: () => complaint,
    /** The first match in what it printed, as soon as it is there. */
    printed: (pattern: RegExp): Promise<RegExpExecArray> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output);
          if (found) resolve(found);
        };
        lines.push(look);
        look();
        void exited.then((code) => reject(new Error(`ended with ${code}: ${complaint}`)));
      }),
  };
}

it('says where it listens first, serves, tells its viewers that it ends, and ends with 0 in time', async () => {
  const program = start('--port', '0', '--json');
  const [line] = await program.printed(/^.+\n/);
  const { event, url, accessToken, fingerprint } = JSON.parse(line) as Record<string, string | null>;
  expect([event, fingerprint]).toEqual(['listening', null]);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ status: 'ok' });

  const second = start('--port', '0');
  expect(await second.exited).toBe(1);
  expect(second.complaint()).toContain(`(process ${program.child.pid}) already uses ${home}`);

  const socket = io(String(url), { auth: { token: accessToken }, transports: ['websocket'], reconnection: false });
  const hello = await new Promise<{ user: object }>((resolve) => void socket.once('connected', resolve));
  expect(hello.user).toEqual({ name: 'local', role: 'admin' });
  const closing = new Promise((resolve) => void socket.once('closing', resolve));
  const began = performance.now();
  program.child.kill('SIGTERM');
  expect(await closing).toEqual({ reason: 'server_stopping' });
  expect(await program.exited).toBe(0);
  expect(performance.now() - began).toBeLessThan(3000);
  expect(existsSync(join(home, 'home.lock'))).toBe(false);
  expect(statSync(home).mode & 0o777).toBe(0o700);
  for (const record of program.output().trim().split('\n').slice(1)) expect(JSON.parse(record)).toHaveProperty('level');
  socket.disconnect();
});

it('prints for people the address that opens the viewer signed in, and a code to pair with', async () => {
  const program = start('--port', '0', '--pair', 'viewer');
  const [, url, code] = await program
    .printed(/Pair a viewer: code ([A-Z2-9]{4}-[A-Z2-9]{4}) on (\S+),/)
    .then(([whole, given, address]) => [whole, address, given]);
  expect(program.output()).toMatch(/Open this to be signed in: http:\/\/127\.0\.0\.1:\d+\/#token=qst_/);
  const paired = await fetch(`${url}/api/v1/auth/pair`, {
    method: 'POST',
    body: JSON.stringify({ code, deviceName: 'Phone' }),
    headers: { 'content-type': 'application/json' },
  });
  expect(await paired.json()).toMatchObject({ user: { name: 'Phone', role: 'viewer' } });
  program.child.kill('SIGINT');
  expect(await program.exited).toBe(0);
});

it('says what is wrong with a port, an address or an option, and ends with 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const cases: [args: string[], words: string][] = [
    [['--port', String(port)], `Port ${port} is used by another program. Choose another one.`],
    [['--host', '203.0.113.7', '--port', '0', '--no-tls'], '203.0.113.7 is not an address of this computer.'],
    [['--port', '70000'], '--port takes a number from 0 to 65535.'],
    [['--pair', 'king'], '--pair takes viewer, operator or admin.'],
    [['--nonsense'], '--nonsense'],
  ];
  await Promise.all(
    cases.map(async ([args, words], at) => {
      const program = startIn(join(home, String(at)), args);
      expect(await program.exited).toBe(1);
      expect(program.complaint()).toContain(words);
      expect(program.complaint()).not.toContain('    at ');
    }),
  );
  other.close();
});

it('takes over the home of a program that was killed', async () => {
  const first = start('--port', '0');
  await first.printed(/serves/);
  first.child.kill('SIGKILL');
  await first.exited;
  expect(existsSync(join(home, 'home.lock'))).toBe(true);
  const second = start('--port', '0');
  await second.printed(/serves/);
  second.child.kill('SIGTERM');
  expect(await second.exited).toBe(0);
});
