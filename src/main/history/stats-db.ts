import { openStore } from '#main/history/open-store.ts';
import type { EventRow, StatsRow } from '#main/history/stats-rows.ts';

const TABLES = `
CREATE TABLE stats (container TEXT NOT NULL, at REAL NOT NULL, last REAL NOT NULL, count INTEGER NOT NULL, summary BLOB NOT NULL, samples BLOB,
  PRIMARY KEY (container, at)) WITHOUT ROWID;
CREATE INDEX stats_by_time ON stats (at);`;
/** Made in a file that is older too: it was not there in the first of them. */
const EVENTS = `
CREATE TABLE IF NOT EXISTS events (container TEXT NOT NULL, at REAL NOT NULL, event TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS events_by_container ON events (container, at);`;

/** How long points and single samples are kept, and how many points at most (200 containers over 24 h). */
export const STATS_KEPT_MS = 86_400_000;
export const SAMPLES_KEPT_MS = 600_000;
const MOST_ROWS = 576_000;
const MOST_EVENTS = 50_000;

type Stored = {
  container: string;
  at: number;
  last: number;
  count: number;
  summary: Uint8Array;
  samples: Uint8Array | null;
};

/** Kept statistics in a SQLite file of their own, so that a broken one costs no logs. In the worker: each call blocks. */
export class StatsDb {
  readonly #db;
  /** Where a file that could not be read was moved to. */
  readonly movedAside: string | undefined;

  constructor(file: string, now = new Date()) {
    const { db, movedAside } = openStore(file, { format: 1, tables: TABLES }, now);
    this.#db = db;
    db.exec(EVENTS);
    this.movedAside = movedAside;
  }

  /** All or none. A row that is there already is put in place of the older one: it holds more. */
  put(rows: readonly StatsRow[], events: readonly EventRow[] = []): void {
    const tell = this.#db.prepare('INSERT INTO events VALUES (?, ?, ?)');
    const insert = this.#db.prepare('INSERT OR REPLACE INTO stats VALUES (?, ?, ?, ?, ?, ?)');
    this.#db.exec('BEGIN');
    try {
      for (const { container, at, last, count, summary, samples } of rows)
        insert.run(container, at, last, count, bytesOf(summary), samples && bytesOf(samples));
      for (const { container, at, event } of events) tell.run(container, at, event);
      this.#db.exec('COMMIT');
    } catch (thrown) {
      this.#db.exec('ROLLBACK');
      throw thrown;
    }
  }

  /** Oldest first; from and until in ms, the latter left out. */
  read(container: string, from: number, until: number): StatsRow[] {
    const rows = this.#db
      .prepare('SELECT * FROM stats WHERE container = ? AND at >= ? AND at < ? ORDER BY at')
      .all(container, from, until) as Stored[];
    return rows.map(({ summary, samples, ...row }) => ({
      ...row,
      summary: new Float32Array(aligned(summary)),
      samples: samples && new Float64Array(aligned(samples)),
    }));
  }

  /** Oldest first. */
  events(container: string, from: number, until: number): EventRow[] {
    return this.#db
      .prepare('SELECT * FROM events WHERE container = ? AND at >= ? AND at < ? ORDER BY at')
      .all(container, from, until) as EventRow[];
  }

  /** Drops what is older than it is kept, and the oldest of what is too much. */
  bound(nowMs: number, mostRows = MOST_ROWS): void {
    this.#db.prepare('DELETE FROM stats WHERE at < ?').run(nowMs - STATS_KEPT_MS);
    this.#db
      .prepare('UPDATE stats SET samples = NULL WHERE at < ? AND samples IS NOT NULL')
      .run(nowMs - SAMPLES_KEPT_MS);
    const { rows } = this.#db.prepare('SELECT count(*) AS rows FROM stats').get() as { rows: number };
    if (rows > mostRows)
      this.#db
        .prepare('DELETE FROM stats WHERE at <= (SELECT at FROM stats ORDER BY at LIMIT 1 OFFSET ?)')
        .run(rows - mostRows - 1);
    this.#db
      .prepare('DELETE FROM events WHERE at < ? OR rowid <= (SELECT max(rowid) FROM events) - ?')
      .run(nowMs - STATS_KEPT_MS, MOST_EVENTS);
    this.#db.exec('PRAGMA incremental_vacuum');
  }

  clear(): void {
    this.#db.exec('DELETE FROM stats; DELETE FROM events; PRAGMA incremental_vacuum');
  }

  close(): void {
    this.#db.close();
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** A copy of its own: typed arrays begin at a multiple of their size. */
const aligned = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
