// What the program keeps, found broken, from a newer version or on a full disk: it starts, keeps the file aside, and loses nothing silently.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writePrivate } from '#main/security/private-file.ts';
import { type LanServer, startLanServer } from './lan-server.ts';

const newHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), 'qs-kept-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
};
const filesOf = (home: string): string[] =>
  readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(home, file)).isFile());
const RULE = {
  name: 'r',
  isOn: true,
  when: { kind: 'event', event: 'oom' },
  containers: { by: 'all' },
  quietMinutes: 1,
  isShown: false,
  webhook: null,
};

/** Everything that makes a file. */
async function fill(at: LanServer): Promise<void> {
  const call = async (command: string, params: object): Promise<void> => {
    const { status, body } = await at.call(command, params, at.startToken);
    if (status !== 200) throw new Error(`${command}: ${JSON.stringify(body)}`);
  };
  await call('stacks.set', { name: 'kept', compose: 'services: {a: {image: b}}\n' });
  await call('users.create', { name: 'mara', password: 'a long password', role: 'viewer' });
  await call('tokens.create', { name: 'script', role: 'viewer' });
  await call('alerts.set', RULE);
  const { body } = await at.call('containers.list', {}, at.startToken);
  const [one] = (body['result'] as { containers: { id: string }[] }).containers;
  await call('containers.protect', { container: one?.id, on: true });
}

const BROKEN: [string, (text: string) => string][] = [
  ['empty', () => ''],
  ['zeros', (text) => '\0'.repeat(text.length)],
  ['a half', (text) => text.slice(0, text.length / 2)],
  ['of another kind', () => '{"version":999,"whatever":[1]}'],
  ['no text', () => '\uFFFD\u0001\u0002[[[[{{{{'],
];

test.each(BROKEN)(
  'each kept file that is %s is kept aside, and the program goes on',
  async (_what, breakIt) => {
    const home = newHome();
    const first = await startLanServer({ keeps: true, home });
    await fill(first);
    await first.close();
    const files = filesOf(home).filter((file) => file.endsWith('.json'));
    expect(files.join(' ')).toMatch(/stack\.json/);
    expect(files.length).toBeGreaterThan(4);
    const broken = new Map(files.map((file) => [file, breakIt(readFileSync(join(home, file), 'utf8'))]));
    for (const [file, text] of broken) writeFileSync(join(home, file), text);
    const second = await startLanServer({ keeps: true, home });
    onTestFinished(() => second.close());
    // All that reads or writes them works.
    await fill(second).catch((thrown: unknown) => expect(String(thrown)).toMatch(/taken|already/));
    for (const command of [
      'stacks.list',
      'users.list',
      'tokens.list',
      'audit.query',
      'audit.verify',
      'containers.removed',
    ])
      expect([command, (await second.call(command, {}, second.startToken)).status]).toEqual([command, 200]);
    const kept = filesOf(home).map((file) => [file, readFileSync(join(home, file), 'utf8')] as const);
    for (const [file, text] of broken) {
      // The newest number of the log of acts, which is read out of that again.
      if (file.endsWith('audit-head.json')) continue;
      const aside = kept.filter(([name, held]) => name.startsWith(`${file}.bad`) && held === text);
      const isAsItWas = kept.some(([name, held]) => name === file && held === text);
      expect([file, aside.length > 0 || isAsItWas]).toEqual([file, true]);
    }
    expect(second.logged.join('\n')).toMatch(/kept aside|set aside/);
  },
  60_000,
);

test('on a full disk the old file stays whole', () => {
  const folder = newHome();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', [folder]));
  const file = join(folder, 'a', 'x.json');
  writePrivate(file, '{"good":true}');
  copyFileSync(file, join(dirname(file), 'copy'));
  // It fits in part, so that the first write succeeds with less than all.
  expect(() => writePrivate(file, 'y'.repeat(40_000))).toThrow(/ENOSPC/);
  expect(readFileSync(file, 'utf8')).toBe('{"good":true}');
});
