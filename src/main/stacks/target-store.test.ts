import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '#testing/fake-clock.ts';
import { TargetStore } from '#main/stacks/target-store.ts';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'qs-targets-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
const open = (at: string): TargetStore => new TargetStore({ clock: new FakeClock(), log: quiet, folder: at });
const text = (compose: string) => ({
  compose,
  env: 'A=1',
  files: { 'a.txt': 'x' },
  folder: null,
  setBy: 'mara',
  isLocal: true,
});

test('versions count up where the text changes, are there again after a restart, and are readable by their owner alone', () => {
  const at = folder();
  const store = open(at);
  expect([store.set('shop', text('one')), store.set('shop', text('one')), store.set('shop', text('two'))]).toEqual([
    1, 1, 2,
  ]);
  const again = open(at);
  expect(again.names()).toEqual(['shop']);
  expect(again.versionOf('shop', 1)).toMatchObject({ compose: 'one', setBy: 'mara', files: { 'a.txt': 'x' } });
  expect(statSync(join(at, 'shop', 'stack.json')).mode & 0o077).toBe(0);
  expect(() => again.versionOf('shop', 9)).toThrow('Version 9');
  again.remove('shop');
  expect(existsSync(join(at, 'shop'))).toBe(false);
});

test('the last 30 versions are kept, and the one that is applied', () => {
  const store = open(folder());
  store.set('shop', text('v1'));
  store.end('shop', store.begin('shop', { version: 1, by: 'mara' }), { result: 'done', summary: 'Created 1.' });
  for (let i = 2; i <= 40; i++) store.set('shop', text(`v${i}`));
  const kept = store.need('shop').versions.map(({ version }) => version);
  expect(kept).toHaveLength(31);
  expect([kept[0], kept[1], kept.at(-1)]).toEqual([1, 11, 40]);
});

test('an apply that ran when the program ended is told as interrupted, and what was applied stays', () => {
  const at = folder();
  const store = open(at);
  store.set('shop', text('one'));
  store.end('shop', store.begin('shop', { version: 1, by: 'mara' }), { result: 'done', summary: '' });
  store.set('shop', text('two'));
  store.begin('shop', { version: 2, by: 'mara' });
  const { history, applied } = open(at).need('shop');
  expect(history.map(({ result }) => result)).toEqual(['done', 'interrupted']);
  expect(history[1]?.error).toBe('Quayside ended while it ran.');
  expect(applied).toMatchObject({ version: 1 });
});

test('a file that cannot be read is kept aside and takes no other with it', () => {
  const at = folder();
  const store = open(at);
  store.set('good', text('one'));
  store.set('bad', text('one'));
  writeFileSync(join(at, 'bad', 'stack.json'), '{"half');
  expect(open(at).names()).toEqual(['good']);
  const [aside = ''] = readdirSync(join(at, 'bad'));
  expect(readFileSync(join(at, 'bad', aside), 'utf8')).toBe('{"half');
});
