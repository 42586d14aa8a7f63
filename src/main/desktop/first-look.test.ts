import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import { firstLook } from '#main/desktop/first-look.ts';

const fileWith = (value: unknown) => ({ read: () => value, write: () => undefined });

test('the window is made with the theme and the zoom of the settings', () => {
  expect(firstLook(fileWith({ version: 1, theme: 'light', zoom: 150 }))).toEqual({ theme: 'light', zoom: 150 });
});

test('what is missing, wrong or no file at all is as by default', () => {
  const { theme, zoom } = DEFAULT_SETTINGS;
  const broken = {
    read: () => {
      throw new SyntaxError('no JSON');
    },
    write: () => undefined,
  };
  for (const file of [fileWith({}), fileWith(null), fileWith('x'), fileWith({ theme: 7, zoom: 9999 }), broken])
    expect(firstLook(file)).toEqual({ theme, zoom });
});
