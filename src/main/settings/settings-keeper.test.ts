import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { plainJsonFile } from '#main/settings/plain-json-file.ts';
import { FILE_VERSION, SettingsKeeper } from '#main/settings/settings-keeper.ts';

function fileWith(content: unknown) {
  return { read: () => content, write: vi.fn<(value: Readonly<Record<string, unknown>>) => void>() };
}

test('an empty file gives the defaults', () => {
  expect(new SettingsKeeper(fileWith({})).get()).toEqual(DEFAULT_SETTINGS);
  expect(new SettingsKeeper(fileWith(null)).get()).toEqual(DEFAULT_SETTINGS);
});

test('a bad value costs its own setting only', () => {
  const keeper = new SettingsKeeper(fileWith({ theme: 'purple', density: 'compact', logTail: 7, unknown: 1 }));
  expect(keeper.get()).toEqual({ ...DEFAULT_SETTINGS, density: 'compact' });
  expect(keeper.notice).toBeNull();
});

test('a change is written whole and told to listeners, until they are disposed', () => {
  const file = fileWith({});
  const keeper = new SettingsKeeper(file);
  const heard = vi.fn<(value: unknown) => void>();
  const listening = keeper.onChange(heard);
  expect(keeper.set({ theme: 'dark', logWrap: undefined })).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
  expect(file.write).toHaveBeenLastCalledWith({ version: FILE_VERSION, ...DEFAULT_SETTINGS, theme: 'dark' });
  expect(heard).toHaveBeenCalledTimes(1);
  listening.dispose();
  keeper.set({ theme: 'light' });
  expect(heard).toHaveBeenCalledTimes(1);
});

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qs-settings-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test.each([
  ['broken', '{"theme": "dark"'],
  ['broken', '\u0000\u0001'],
  ['broken', '[1, 2]'],
  ['newer', JSON.stringify({ version: FILE_VERSION + 1, theme: 'dark' })],
])('a file that is %s is kept aside, and nothing of it is lost: %s', (reason, content) => {
  writeFileSync(join(home, 'settings.json'), content);
  const keeper = new SettingsKeeper(plainJsonFile(home, 'settings'));
  expect(keeper.get()).toEqual(DEFAULT_SETTINGS);
  expect(keeper.notice?.reason).toBe(reason);
  const kept = keeper.notice?.keptAs ?? '';
  expect(kept).toMatch(/^settings\.json\.broken-\d{4}-\d\d-\d\dT/);
  expect(readFileSync(join(home, kept), 'utf8')).toBe(content);
  keeper.set({ theme: 'light' });
  expect(readdirSync(home).sort()).toEqual(['settings.json', kept].sort());
  const again = new SettingsKeeper(plainJsonFile(home, 'settings'));
  expect([again.get().theme, again.notice]).toEqual(['light', null]);
});
