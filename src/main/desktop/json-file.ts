import { join } from 'node:path';
import Store from 'electron-store';
import { type JsonFile, setAside } from '#main/settings/json-file.ts';

/** A JSON file in the home; written atomically. Where the window stood is begun anew when it cannot be read. */
export function electronJsonFile(home: string, name: 'settings' | 'window'): JsonFile {
  const open = (): Store => new Store({ cwd: home, name, clearInvalidConfig: name === 'window' });
  return {
    read: () => open().store,
    write: (value) => {
      open().store = { ...value };
    },
    setAside: () => setAside(join(home, `${name}.json`)),
  };
}
