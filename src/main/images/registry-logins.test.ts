import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { RegistryLogins } from '#main/images/registry-logins.ts';

const signal = new AbortController().signal;
const bin = mkdtempSync(join(tmpdir(), 'qs-helpers-'));
const path = process.env['PATH'];

/** Helpers as Docker's: the address on the input, JSON or a complaint on the output. */
const HELPERS: Record<string, string> = {
  one: 'read at; [ "$at" = ghcr.io ] && echo \'{"ServerURL":"x","Username":"ada","Secret":"s1"}\' || { echo "credentials not found in native keychain"; exit 1; }',
  token: 'read at; echo \'{"ServerURL":"x","Username":"<token>","Secret":"idtok"}\'',
  broken: 'echo not json',
  failing: 'echo the keyring is locked; exit 1',
};

beforeAll(() => {
  for (const [name, script] of Object.entries(HELPERS)) {
    const file = join(bin, `docker-credential-${name}`);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  process.env['PATH'] = `${bin}${delimiter}${path ?? ''}`;
});
afterAll(() => {
  process.env['PATH'] = path;
  rmSync(bin, { recursive: true, force: true });
});

function logins(config?: unknown): RegistryLogins {
  const folder = mkdtempSync(join(tmpdir(), 'qs-docker-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (config !== undefined)
    writeFileSync(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
  return new RegistryLogins(() => folder);
}

const auth = Buffer.from('mara:pass:word').toString('base64');

test('a login of the configuration is found however the registry was written', async () => {
  const found = logins({
    auths: { 'https://reg.example:5000/v2/': { auth }, 'https://index.docker.io/v1/': { auth } },
  });
  expect(await found.find('reg.example:5000', signal)).toEqual({
    serveraddress: 'reg.example:5000',
    username: 'mara',
    password: 'pass:word',
  });
  expect((await found.find('docker.io', signal))?.serveraddress).toBe('https://index.docker.io/v1/');
  expect(await found.find('other.example', signal)).toBeUndefined();
});

test("a registry's own helper goes before the store for all, and that before the configuration", async () => {
  const config = {
    auths: { 'ghcr.io': { auth }, 'reg.example': { auth } },
    credsStore: 'token',
    credHelpers: { 'ghcr.io': 'one' },
  };
  expect(await logins(config).find('ghcr.io', signal)).toMatchObject({ username: 'ada', password: 's1' });
  expect(await logins(config).find('reg.example', signal)).toEqual({
    serveraddress: 'reg.example',
    identitytoken: 'idtok',
  });
});

test('who has no login has none, and no configuration is no fault', async () => {
  expect(await logins().find('ghcr.io', signal)).toBeUndefined();
  expect(await logins({ credsStore: 'one' }).find('reg.example', signal)).toBeUndefined();
  expect(await logins({ auths: { 'ghcr.io': {} } }).find('ghcr.io', signal)).toBeUndefined();
});

test('what keeps a login from being had is said in words, and never what it holds', async () => {
  const secret = { auths: { 'ghcr.io': { auth } } };
  const said = async (config: unknown): Promise<string> =>
    logins(config)
      .find('ghcr.io', signal)
      .then(
        () => 'nothing',
        (thrown: Error & { hint?: string }) => `${thrown.message} ${thrown.hint ?? ''}`,
      );
  expect(await said({ ...secret, credsStore: 'gone' })).toContain('docker-credential-gone, and it is not installed');
  expect(await said({ ...secret, credsStore: 'broken' })).toContain('its answer cannot be read');
  expect(await said({ ...secret, credsStore: 'failing' })).toContain('it failed');
  expect(await said({ ...secret, credsStore: '../../bin/sh' })).toContain('its name is none');
  const broken = await said(`{"auths":{"ghcr.io":{"auth":"${auth}"`);
  expect(broken).toContain('not valid JSON');
  expect(broken).not.toContain(auth.slice(0, 8));
});

test('a build gets those of its base images and of the configuration, and goes on without the others', async () => {
  const config = { auths: { 'reg.example': { auth } }, credHelpers: { 'ghcr.io': 'one', 'x.example': 'failing' } };
  expect(Object.keys(await logins(config).all(['docker.io', 'ghcr.io'], signal)).sort()).toEqual([
    'ghcr.io',
    'reg.example',
  ]);
});
