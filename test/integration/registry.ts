import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RestartableEngine } from '../engine.ts';

const OPEN_PORT = 5000;
const LOCKED_PORT = 5001;
const PROXY_PORT = 5002;
/** "tester:right horse", as htpasswd writes it. */
const HTPASSWD = 'tester:$2y$05$KWhoRx9K7iV/QBGzbCAJiO6qLlWP0Rfuo4QahIq7HkD90oiJqL8Ry\n';
export const LOGIN = { username: 'tester', password: 'right horse' };

/** Debian's registry on an engine's own loopback: open, behind a password, and behind a proxy that breaks what passes. */
export interface Registries {
  readonly open: string;
  readonly locked: string;
  readonly faulty: string;
  /** `pass`, `cut BYTES`, `silent BYTES`: of answers through `faulty`, from the next byte on. */
  setFault(fault: string): Promise<void>;
  remove(): void;
}

export async function startRegistries(engine: RestartableEngine): Promise<Registries> {
  const home = mkdtempSync(join(tmpdir(), 'qs-registry-'));
  const passwords = join(home, 'htpasswd');
  writeFileSync(passwords, HTPASSWD);
  const start = async (port: number, auth: string): Promise<void> => {
    const config = join(home, `${port}.yml`);
    writeFileSync(
      config,
      `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${home}/${port}}, delete: {enabled: true}}\nhttp: {addr: '127.0.0.1:${port}'}\n${auth}`,
    );
    engine.spawnInside('docker-registry', 'serve', config);
    await until(`registry on ${port}`, async () => {
      const asked = engine.spawnInside('curl', '-s', '-o', '/dev/null', `http://127.0.0.1:${port}/v2/`);
      const [code] = (await once(asked, 'exit')) as [number];
      return code === 0;
    });
  };
  await start(OPEN_PORT, '');
  await start(LOCKED_PORT, `auth: {htpasswd: {realm: test, path: ${passwords}}}\n`);
  const script = new URL('../registry-proxy.mjs', import.meta.url).pathname;
  const proxy = engine.spawnInside(process.execPath, script, String(PROXY_PORT), String(OPEN_PORT));
  const said = createInterface({ input: proxy.stdout })[Symbol.asyncIterator]();
  await said.next();
  return {
    open: `127.0.0.1:${OPEN_PORT}`,
    locked: `127.0.0.1:${LOCKED_PORT}`,
    faulty: `127.0.0.1:${PROXY_PORT}`,
    setFault: async (fault) => {
      proxy.stdin.write(`${fault}\n`);
      await said.next();
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await look())) if (performance.now() > end) throw new Error(`not within 20 s: ${what}`);
}
