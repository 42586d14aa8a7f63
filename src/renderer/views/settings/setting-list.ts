import { DEFAULT_SETTINGS, MACHINE_SETTINGS, type Settings } from '#shared/contract/settings.ts';
import { FRAME_SETTINGS } from '#renderer/views/settings/frame-setting-list.ts';
import { LOG_SETTINGS } from '#renderer/views/settings/log-setting-list.ts';
import { PANE_SETTINGS } from '#renderer/views/settings/pane-setting-list.ts';
import { SECTIONS, type SettingKey, type SettingSpec } from '#renderer/views/settings/setting-spec.ts';

/** Every setting that the screen offers, in its order; the palette finds them here too. */
const SETTING_LIST: readonly SettingSpec[] = [...FRAME_SETTINGS, ...LOG_SETTINGS, ...PANE_SETTINGS];

const WITHOUT_BROWSER: readonly SettingKey[] = [...MACHINE_SETTINGS, 'zoom'];

/**
 * What of the list means something here. A browser has its own zoom, and sets nothing of the computer it looks at, but for
 * the owner (`canSelect`), who may choose its engine.
 */
export const settingsFor = (isBrowser: boolean, canSelect: boolean): readonly SettingSpec[] =>
  SETTING_LIST.filter(
    ({ key }) => !isBrowser || !WITHOUT_BROWSER.includes(key) || (key === 'dockerContext' && canSelect),
  );

export const isDefault = (value: Settings, key: SettingKey): boolean =>
  JSON.stringify(value[key]) === JSON.stringify(DEFAULT_SETTINGS[key]);

/** Whether every word of a search is in a text; an empty search finds all. */
export function hasWords(search: string, ...texts: readonly (string | undefined)[]): boolean {
  const text = texts.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export const matches = (spec: SettingSpec, search: string): boolean =>
  hasWords(search, spec.name, spec.text, spec.synonyms, SECTIONS.find(({ id }) => id === spec.section)?.title);
