import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GRACE_MS, REFRESH_IDLE_MS, REFRESH_LIFE_MS, SignIns } from '#main/security/sign-ins.ts';
import { FakeClock } from '#testing/fake-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qs-signins-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fixture(clock = new FakeClock(), key = Buffer.alloc(32, 7)) {
  const file = join(folder, 'sign-ins.json');
  const warnings: string[] = [];
  const signIns = new SignIns({ file, key, clock, warn: (message) => warnings.push(message) });
  const ended: string[] = [];
  signIns.onEnded(({ reason }) => ended.push(reason));
  return { signIns, clock, file, ended, warnings };
}
const device = { kind: 'pairing', user: 'Phone', role: 'viewer', device: 'Phone' } as const;

describe('refresh tokens', () => {
  it('are replaced at each use; the last one is forgiven for 10 s, then it ends the family', async () => {
    const { signIns, clock, ended } = fixture();
    const { signIn, token } = signIns.add(device);
    const second = signIns.refresh(token);
    if (typeof second === 'string') throw new Error(second);
    await clock.advance(GRACE_MS);
    expect(signIns.refresh(token)).toEqual(second);
    await clock.advance(1);
    expect(signIns.refresh(token)).toBe('reused');
    expect(ended).toEqual(['reused']);
    expect(signIns.get(signIn.id)).toBeUndefined();
    expect(signIns.refresh(second.token)).toBe('unknown');
  });

  it('of the family’s beginning end it too, however often they were replaced', () => {
    const { signIns, ended } = fixture();
    const { token } = signIns.add(device);
    let last = token;
    for (let i = 0; i < 5; i++) {
      const next = signIns.refresh(last);
      if (typeof next === 'string') throw new Error(next);
      last = next.token;
    }
    expect(signIns.refresh(token)).toBe('reused');
    expect(ended).toEqual(['reused']);
  });

  it('that were made up end nothing', () => {
    const { signIns, ended } = fixture();
    const { signIn, token } = signIns.add(device);
    for (const invented of ['', 'qsr_', `qsr_${signIn.id}`, `qsr_${signIn.id}.x.y`, `${token}x`, token.slice(0, -1)])
      expect(signIns.refresh(invented)).toBe('unknown');
    expect(ended).toEqual([]);
    expect(typeof signIns.refresh(token)).toBe('object');
  });

  it('end after 30 days without use, and after 90 in any case', async () => {
    const { signIns, clock } = fixture();
    const idle = signIns.add(device);
    await clock.advance(REFRESH_IDLE_MS);
    expect(signIns.refresh(idle.token)).toBe('unknown');
    let { token } = signIns.add(device);
    for (let day = 0; day < 90; day += 15) {
      const next = signIns.refresh(token);
      if (typeof next === 'string') throw new Error(next);
      ({ token } = next);
      await clock.advance(REFRESH_LIFE_MS / 6);
    }
    expect(signIns.refresh(token)).toBe('unknown');
  });
});

describe('the list', () => {
  it('outlives the program, but not the token of a start, and holds no token', () => {
    const first = fixture();
    const { token } = first.signIns.add(device);
    const script = first.signIns.add({ ...device, kind: 'token', user: 'ci' });
    const start = first.signIns.add({ ...device, kind: 'start', user: 'local', role: 'admin' });
    const text = readFileSync(first.file, 'utf8');
    for (const secret of [token, script.token, start.token]) expect(text).not.toContain(secret);
    expect(statSync(first.file).mode & 0o777).toBe(0o600);
    const second = fixture(first.clock);
    expect(second.signIns.list().map(({ user }) => user)).toEqual(['Phone', 'ci']);
    expect(second.signIns.byToken(script.token)?.user).toBe('ci');
    expect(second.signIns.byToken(start.token)).toBeUndefined();
    expect(typeof second.signIns.refresh(token)).toBe('object');
  });

  it('is worth nothing under another key', () => {
    const first = fixture();
    const script = first.signIns.add({ ...device, kind: 'token' });
    const { token } = first.signIns.add(device);
    const second = fixture(first.clock, Buffer.alloc(32, 8));
    expect(second.signIns.byToken(script.token)).toBeUndefined();
    expect(second.signIns.refresh(token)).toBe('unknown');
  });

  it('that cannot be read is set aside, and said', async () => {
    const { writeFileSync, readdirSync } = await import('node:fs');
    writeFileSync(join(folder, 'sign-ins.json'), '{"version":1,"signIns":[{"id":7}]}');
    const { signIns, warnings } = fixture();
    expect(signIns.list()).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(readdirSync(folder).some((name) => name.includes('.bad-'))).toBe(true);
  });

  it('lets nobody in after the time that was set', async () => {
    const { signIns, clock, ended } = fixture();
    const { signIn } = signIns.add({ ...device, endsAt: clock.now() + 1000 });
    await clock.advance(999);
    expect(signIns.get(signIn.id)).toBeDefined();
    await clock.advance(1);
    expect(signIns.get(signIn.id)).toBeUndefined();
    expect(signIns.list()).toEqual([]);
    expect(ended).toEqual(['expired']);
  });
});
