import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { DEFAULT_SETTINGS, type Settings, settings, type SettingsNotice } from '#shared/contract/settings.ts';
import type { JsonFile } from '#main/settings/json-file.ts';

/** Raised when an older program would misread what this one writes. */
export const FILE_VERSION = 1;

/** The user's settings: read once, checked, written at each change. */
export class SettingsKeeper {
  /** Why the file could not be used, and what it is called now; null when it could. */
  readonly notice: SettingsNotice | null;
  readonly #file: JsonFile;
  readonly #listeners = new Set<(value: Settings) => void>();
  #value: Settings;

  constructor(file: JsonFile) {
    this.#file = file;
    const { raw, reason } = readFile(file);
    this.#value = readTolerantly(raw);
    this.notice = reason === undefined ? null : { reason, keptAs: file.setAside?.() ?? '' };
  }

  get(): Settings {
    return this.#value;
  }

  /** Changes the named settings and returns the whole. The change is parsed already (the session does). */
  set(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    this.#value = settings.parse({ ...this.#value, ...given });
    this.#file.write({ version: FILE_VERSION, ...this.#value });
    for (const listener of this.#listeners) listener(this.#value);
    return this.#value;
  }

  onChange(listener: (value: Settings) => void): Disposable {
    this.#listeners.add(listener);
    return toDisposable(() => this.#listeners.delete(listener));
  }
}

/** A file that is no JSON, or that a newer program wrote, is not touched again: it is set aside for the reader. */
function readFile(file: JsonFile): { raw: unknown; reason?: SettingsNotice['reason'] } {
  let raw: unknown;
  try {
    raw = file.read() ?? {};
  } catch {
    return { raw: {}, reason: 'broken' };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { raw: {}, reason: 'broken' };
  const { version } = raw as { version?: unknown };
  if (typeof version === 'number' && version > FILE_VERSION) return { raw: {}, reason: 'newer' };
  return { raw };
}

/** Field by field, so that one bad value (edited by hand) costs that setting only and not all of them. */
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
