import type { Settings } from '#shared/contract/settings.ts';
import type { JsonFile } from '#main/settings/json-file.ts';

export type FirstLook = Pick<Settings, 'theme' | 'zoom'>;

/**
 * What of the settings the window is made with. Everything else is read, and all of it checked, once the window is on
 * screen: the settings' schema and their store take 30 ms to load. What cannot be read here is told there.
 */
export function firstLook(file: JsonFile): FirstLook {
  const { theme, zoom } = rawOf(file);
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    zoom: typeof zoom === 'number' && zoom >= 80 && zoom <= 200 ? zoom : 100,
  };
}

function rawOf(file: JsonFile): Readonly<Record<string, unknown>> {
  try {
    const raw = file.read();
    return typeof raw === 'object' && raw !== null ? { ...raw } : {};
  } catch {
    return {};
  }
}
