import { renameSync } from 'node:fs';
import { basename } from 'node:path';

/** Where settings are kept: electron-store on the desktop, a file of the same form without a display. */
export interface JsonFile {
  /** What the file holds, unchecked; `{}` when there is none. Throws when it is no JSON. */
  read(): unknown;
  write(value: Readonly<Record<string, unknown>>): void;
  /** Keeps the file under another name, which is given back, so that nothing of the reader's is lost. */
  setAside?(): string;
}

/** "settings.json.broken-2026-11-21T10-00-00". */
export function setAside(file: string): string {
  const kept = `${file}.broken-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
  renameSync(file, kept);
  return basename(kept);
}
