import { expect, test, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';

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
});

test('a change is written whole and told to listeners, until they are disposed', () => {
  const file = fileWith({});
  const keeper = new SettingsKeeper(file);
  const heard = vi.fn<(value: unknown) => void>();
  const listening = keeper.onChange(heard);
  expect(keeper.set({ theme: 'dark', logWrap: undefined })).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
  expect(file.write).toHaveBeenLastCalledWith({ ...DEFAULT_SETTINGS, theme: 'dark' });
  expect(heard).toHaveBeenCalledTimes(1);
  listening.dispose();
  keeper.set({ theme: 'light' });
  expect(heard).toHaveBeenCalledTimes(1);
});
