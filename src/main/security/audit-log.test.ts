import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '#shared/contract/audit.ts';
import { AuditLog } from '#main/security/audit-log.ts';
import { FakeClock } from '#testing/fake-clock.ts';

let home: string;
const logs: AuditLog[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qs-audit-'));
});
afterEach(() => {
  for (const log of logs.splice(0)) log.close();
  rmSync(home, { recursive: true, force: true });
});

const clock = new FakeClock(Date.now());
function open(more: { key?: Buffer; maxFileBytes?: number } = {}): AuditLog {
  const log = new AuditLog({
    folder: join(home, 'audit'),
    anchorFile: join(home, 'store', 'audit-head.json'),
    key: Buffer.alloc(32, 1),
    clock,
    warn: () => undefined,
    ...more,
  });
  logs.push(log);
  return log;
}
const entry = (action: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: 'mara',
  door: 'network',
  action,
  result: 'ok',
  ...more,
});
const current = (): string => join(home, 'audit', 'audit.jsonl');
const lines = (): string[] => readFileSync(current(), 'utf8').trimEnd().split('\n');
const write = (content: string[]): void => writeFileSync(current(), `${content.join('\n')}\n`);

describe('the audit log', () => {
  it('is found newest first, by who, what and when', async () => {
    const log = open();
    for (let i = 0; i < 5; i++) {
      await log.note(entry(`containers.act${i}`, { actor: i % 2 ? 'otto' : 'mara' }));
      await clock.advance(1000);
    }
    expect(log.query({}, 2).map(({ action }) => action)).toEqual(['containers.act4', 'containers.act3']);
    expect(log.query({ who: 'OTTO' }, 10).map(({ seq }) => seq)).toEqual([4, 2]);
    expect(log.query({ action: 'auth.' }, 10)).toEqual([]);
    const since = log.query({}, 1)[0]?.time ?? '';
    expect(log.query({ since }, 10)).toHaveLength(1);
    expect([...log.records({})].map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(log.verify()).toEqual({ ok: true, records: 5, otherKey: 0 });
  });

  it.each<[string, (content: string[]) => string[], number]>([
    ['a changed record', (content) => content.map((line, at) => (at === 2 ? line.replace('mara', 'otto') : line)), 3],
    ['a missing record', (content) => content.filter((_line, at) => at !== 2), 3],
    ['two that changed places', ([a = '', b = '', ...rest]) => [b, a, ...rest], 1],
    ['a cut tail', (content) => content.slice(0, 3), 4],
    ['a line of nonsense', (content) => [...content.slice(0, 4), '{}', ...content.slice(4)], 5],
    ['nothing left', () => [], 1],
  ])('tells %s', async (_what, tamper, firstBad) => {
    const log = open();
    for (let i = 0; i < 6; i++) await log.note(entry('containers.stop'));
    log.close();
    write(tamper(lines()));
    expect(open().verify()).toMatchObject({ ok: false, firstBad });
  });

  it('does not heal a cut when it goes on', async () => {
    const log = open();
    for (let i = 0; i < 4; i++) await log.note(entry('containers.stop'));
    log.close();
    write(lines().slice(0, 2));
    const again = open();
    await again.note(entry('containers.start'));
    expect(again.verify()).toMatchObject({ ok: false, firstBad: 3 });
  });

  it('drops what a crash cut off in the middle of a line, and goes on', async () => {
    const log = open();
    await log.note(entry('containers.stop'));
    log.close();
    writeFileSync(current(), `${readFileSync(current(), 'utf8')}{"v":1,"seq":2,"ti`);
    const again = open();
    await again.note(entry('containers.start'));
    expect(again.verify()).toEqual({ ok: true, records: 2, otherKey: 0 });
  });

  it('goes on in a new file at its size, keeps the chain, and lets files go after 90 days', async () => {
    const log = open({ maxFileBytes: 2000 });
    for (let i = 0; i < 20; i++) await log.note(entry('containers.stop'));
    const files = readdirSync(join(home, 'audit'));
    expect(files.length).toBeGreaterThan(2);
    expect(log.verify()).toEqual({ ok: true, records: 20, otherKey: 0 });
    expect(log.query({}, 100)).toHaveLength(20);
    const old = join(home, 'audit', files.sort()[0] ?? '');
    const past = clock.now() / 1000 - 91 * 86_400;
    utimesSync(old, past, past);
    log.close();
    const again = open({ maxFileBytes: 2000 });
    expect(readdirSync(join(home, 'audit'))).not.toContain(files.sort()[0]);
    expect(again.verify()).toMatchObject({ ok: true });
  });

  it('goes on under a new key and says how much the old one signed', async () => {
    const log = open();
    await log.note(entry('containers.stop'));
    log.close();
    const again = open({ key: Buffer.alloc(32, 2) });
    await again.note(entry('containers.start'));
    expect(again.verify()).toEqual({ ok: true, records: 2, otherKey: 1 });
  });

  it('writes the refusals of one caller once a second and counts the others', async () => {
    const log = open();
    for (let i = 0; i < 50; i++) await log.note(entry('containers.stop', { result: 'denied' }));
    await log.note(entry('containers.stop', { result: 'denied', actor: 'otto' }));
    await clock.advance(1000);
    await log.note(entry('containers.stop', { result: 'denied' }));
    expect(log.query({}, 100).map(({ actor, details }) => [actor, details])).toEqual([
      ['mara', { moreBefore: 49 }],
      ['otto', undefined],
      ['mara', undefined],
    ]);
  });

  it('says so when it cannot be written', async () => {
    const log = open({ maxFileBytes: 1 });
    await log.note(entry('containers.stop'));
    log.check();
    rmSync(join(home, 'audit'), { recursive: true });
    const unavailable = { code: 'internal', reason: 'audit_unavailable' };
    await expect(log.note(entry('containers.stop'))).rejects.toMatchObject(unavailable);
    expect(() => log.check()).toThrow(expect.objectContaining(unavailable));
  });
});
