import { join } from 'node:path';
import Store from 'electron-store';
import { type JsonFile, setAside } from '#main/settings/json-file.ts';

/** The settings' file in the home; written atomically. */
export function settingsFile(home: string): JsonFile {
  const name = 'settings';
  const open = (): Store => new Store({ cwd: home, name, clearInvalidConfig: false });
  return {
    read: () => open().store,
    write: (value) => {
      open().store = { ...value };
    },
    setAside: () => setAside(join(home, `${name}.json`)),
  };
}
