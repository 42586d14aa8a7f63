import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

export type Database = InstanceType<typeof DatabaseSync>;

export interface StoreShape {
  /** Raised with each change of the tables; a file of another one is moved aside, never read wrongly. */
  readonly format: number;
  /** Makes them, in a file that is new. */
  readonly tables: string;
}

/** Opens a SQLite file, made if it is not there. One that cannot be read is kept under another name, and begun anew. */
export function openStore(
  file: string,
  shape: StoreShape,
  now: Date,
): { db: Database; movedAside: string | undefined } {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const isThere = existsSync(file);
  try {
    return { db: opened(file, shape, isThere), movedAside: undefined };
  } catch (thrown) {
    if (!isThere) throw thrown;
    const movedAside = `${file}.broken-${now.toISOString().slice(0, 19).replaceAll(':', '')}`;
    renameSync(file, movedAside);
    for (const end of ['-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, movedAside + end);
    return { db: opened(file, shape, false), movedAside };
  }
}

function opened(file: string, { format, tables }: StoreShape, isThere: boolean): Database {
  const db = new DatabaseSync(file);
  try {
    if (!isThere) db.exec('PRAGMA auto_vacuum = INCREMENTAL');
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000');
    const version = (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
    if (version === 0) db.exec(`${tables}\nPRAGMA user_version = ${format};`);
    else if (version !== format) throw new Error(`the store is of format ${version}, this program reads ${format}`);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}
