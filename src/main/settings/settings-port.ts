import type { Disposable } from '#shared/base/disposable.ts';
import type { Settings } from '#shared/contract/settings.ts';

/** The user's settings, wherever they are kept. */
export interface SettingsStore {
  get(): Settings;
  /** Changes the named settings and gives the whole. */
  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings> | Settings;
  onChange(listener: (value: Settings) => void): Disposable;
}
