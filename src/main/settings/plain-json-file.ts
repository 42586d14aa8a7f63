import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonFile, setAside } from '#main/settings/json-file.ts';

/**
 * A JSON file in the home of the form that electron-store writes, for what has no Electron or cannot wait until the store
 * is loaded. Written beside and renamed.
 */
export function plainJsonFile(home: string, name: 'settings' | 'window'): JsonFile {
  const file = join(home, `${name}.json`);
  return {
    read: () => {
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as unknown;
      } catch (thrown) {
        if ((thrown as { code?: string }).code === 'ENOENT') return {};
        throw thrown;
      }
    },
    write: (value) => {
      writeFileSync(`${file}.new`, `${JSON.stringify(value, null, '\t')}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
    setAside: () => setAside(file),
  };
}
