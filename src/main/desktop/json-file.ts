import Store from 'electron-store';
import type { JsonFile } from '#main/settings/json-file.ts';

/** A JSON file in the home; written atomically, and begun anew when it cannot be read. */
export function electronJsonFile(home: string, name: 'settings' | 'window'): JsonFile {
  const store = new Store<Record<string, unknown>>({ cwd: home, name, clearInvalidConfig: true });
  return {
    read: () => store.store,
    write: (value) => {
      store.store = { ...value };
    },
  };
}
