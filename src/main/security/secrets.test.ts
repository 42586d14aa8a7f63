import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SecretSeal, Secrets } from '#main/security/secrets.ts';
import { FakeClock } from '#testing/fake-clock.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'qs-secrets-')), 'secrets');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

function open(seal?: SecretSeal) {
  const warnings: string[] = [];
  const secrets = new Secrets({ folder, seal, clock: new FakeClock(), warn: (message) => warnings.push(message) });
  return { secrets, warnings };
}

describe('secrets', () => {
  it('are made once, kept for their owner alone, and differ', async () => {
    const key = await open().secrets.key('audit');
    expect(key).toHaveLength(32);
    expect(await open().secrets.key('audit')).toEqual(key);
    expect(await open().secrets.key('access-tokens')).not.toEqual(key);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'audit')).mode & 0o777).toBe(0o600);
  });

  it.each<[string, () => void]>([
    ['lost', () => rmSync(join(folder, 'audit'))],
    ['cut short', () => writeFileSync(join(folder, 'audit'), 'AAAA')],
    ['empty', () => writeFileSync(join(folder, 'audit'), '')],
  ])('that are %s are replaced', async (_what, spoil) => {
    const key = await open().secrets.key('audit');
    spoil();
    const next = await open().secrets.key('audit');
    expect(next).toHaveLength(32);
    expect(next).not.toEqual(key);
  });

  it('that others could read are worth nothing any more', async () => {
    const key = await open().secrets.key('audit');
    chmodSync(join(folder, 'audit'), 0o644);
    const { secrets, warnings } = open();
    expect(await secrets.key('audit')).not.toEqual(key);
    expect(warnings).toEqual([expect.stringContaining('others may read it')]);
    expect(readdirSync(folder).filter((name) => name.startsWith('audit.bad-'))).toHaveLength(1);
  });

  it('go through the keyring where there is one, beside those of a start without it', async () => {
    const seal: SecretSeal = {
      seal: (text) => Promise.resolve(text.split('').toReversed().join('')),
      open: (sealed) => Promise.resolve(sealed.split('').toReversed().join('')),
    };
    const plain = await open().secrets.key('audit');
    const sealed = await open(seal).secrets.key('audit');
    expect(sealed).not.toEqual(plain);
    expect(await open(seal).secrets.key('audit')).toEqual(sealed);
    expect(await open().secrets.key('audit')).toEqual(plain);
    expect(readFileSync(join(folder, 'audit.sealed'), 'utf8')).not.toContain(sealed.toString('base64'));
    const broken: SecretSeal = { ...seal, open: () => Promise.reject(new Error('the keyring is locked')) };
    const { secrets, warnings } = open(broken);
    expect(await secrets.key('audit')).not.toEqual(sealed);
    expect(warnings).toEqual([expect.stringContaining('the keyring is locked')]);
  });
});
