import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { DEFAULT_SETTINGS, type Settings, settings } from '#shared/contract/settings.ts';
import type { JsonFile } from '#main/settings/json-file.ts';

/** The user's settings: read once, checked, written at each change. */
export class SettingsKeeper {
  readonly #file: JsonFile;
  readonly #listeners = new Set<(value: Settings) => void>();
  #value: Settings;

  constructor(file: JsonFile) {
    this.#file = file;
    this.#value = readTolerantly(file.read());
  }

  get(): Settings {
    return this.#value;
  }

  /** Changes the named settings and returns the whole. The change is parsed already (the session does). */
  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    this.#value = settings.parse({ ...this.#value, ...given });
    this.#file.write(this.#value);
    for (const listener of this.#listeners) listener(this.#value);
    return this.#value;
  }

  onChange(listener: (value: Settings) => void): Disposable {
    this.#listeners.add(listener);
    return toDisposable(() => this.#listeners.delete(listener));
  }
}

/**
 * Field by field, so that one bad value (edited by hand, or written by another version) costs that
 * setting only and not all of them.
 */
function readTolerantly(raw: unknown): Settings {
  const given = typeof raw === 'object' && raw !== null ? raw : {};
  let value: Settings = DEFAULT_SETTINGS;
  for (const [name, field] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULT_SETTINGS, name)) continue;
    const parsed = settings.safeParse({ ...value, [name]: field });
    if (parsed.success) value = parsed.data;
  }
  return value;
}
