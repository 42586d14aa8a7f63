import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { KeptChunk, KeptGeneration, KeptService, LogBounds } from '#main/history/history-types.ts';
import { type Database, openStore } from '#main/history/open-store.ts';

const TABLES = `
CREATE TABLE service (id INTEGER PRIMARY KEY, engine TEXT NOT NULL, name TEXT NOT NULL, stack TEXT NOT NULL, UNIQUE (engine, stack, name));
CREATE TABLE generation (id INTEGER PRIMARY KEY, service INTEGER NOT NULL REFERENCES service, container TEXT NOT NULL, name TEXT NOT NULL,
  image TEXT NOT NULL, created TEXT NOT NULL, private INTEGER NOT NULL, UNIQUE (service, container));
CREATE TABLE chunk (id INTEGER PRIMARY KEY, generation INTEGER NOT NULL REFERENCES generation, first REAL NOT NULL, last REAL NOT NULL,
  lines INTEGER NOT NULL, size INTEGER NOT NULL, raw INTEGER NOT NULL, data BLOB NOT NULL);
CREATE INDEX chunk_by_generation ON chunk (generation, last);
CREATE INDEX chunk_by_time ON chunk (last);`;

type Statement = ReturnType<Database['prepare']>;
type Row = Record<string, number | string | Uint8Array>;

/**
 * Kept logs in one SQLite file: packed chunks as they came, deflated, by service and generation. Lives in a worker,
 * for each call here blocks. A program that is killed loses what was not yet appended and nothing else (WAL).
 */
export class LogDb {
  readonly #db: Database;
  readonly #statements = new Map<string, Statement>();
  /** Where a file that could not be read was moved to. */
  readonly movedAside: string | undefined;

  constructor(file: string, now = new Date()) {
    const opened = openStore(file, { format: 1, tables: TABLES }, now);
    this.#db = opened.db;
    this.movedAside = opened.movedAside;
  }

  /** The id under which chunks of this container are appended. */
  generation(of: Omit<KeptGeneration, 'id' | 'service'> & { engine: string; service: string; stack: string }): number {
    this.#run('INSERT OR IGNORE INTO service (engine, name, stack) VALUES (?, ?, ?)', of.engine, of.service, of.stack);
    const service = this.#get(
      'SELECT id FROM service WHERE engine = ? AND name = ? AND stack = ?',
      of.engine,
      of.service,
      of.stack,
    );
    const id = Number(service?.['id']);
    this.#run(
      'INSERT OR IGNORE INTO generation (service, container, name, image, created, private) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      of.container,
      of.name,
      of.image,
      of.created,
      of.isPrivate ? 1 : 0,
    );
    return Number(this.#get('SELECT id FROM generation WHERE service = ? AND container = ?', id, of.container)?.['id']);
  }

  /** Times in ms since 1970. */
  append(generation: number, packed: Uint8Array, first: number, last: number, lines: number): void {
    const data = deflateRawSync(packed, { level: 1 });
    this.#run(
      'INSERT INTO chunk (generation, first, last, lines, size, raw, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
      generation,
      first,
      last,
      lines,
      data.length,
      packed.byteLength,
      data,
    );
  }

  /** The newest chunks that together hold at least so many lines, oldest first. */
  tail(generation: number, lines: number): Uint8Array[] {
    const found: Uint8Array[] = [];
    let count = 0;
    for (const row of this.#all(
      'SELECT lines, data FROM chunk WHERE generation = ? ORDER BY id DESC LIMIT 200',
      generation,
    )) {
      found.unshift(unpacked(row));
      count += Number(row['lines']);
      if (count >= lines) break;
    }
    return found;
  }

  services(): KeptService[] {
    const services =
      this.#all(`SELECT s.id, s.engine, s.name, s.stack, count(c.id) AS chunks, coalesce(sum(c.size), 0) AS size,
      coalesce(sum(c.lines), 0) AS lines, min(c.first) AS first, max(c.last) AS last
      FROM service s JOIN generation g ON g.service = s.id JOIN chunk c ON c.generation = g.id GROUP BY s.id ORDER BY s.stack, s.name`);
    return services.map((row) => ({
      id: Number(row['id']),
      engine: String(row['engine']),
      service: String(row['name']),
      stack: String(row['stack']),
      bytes: Number(row['size']),
      lines: Number(row['lines']),
      firstMs: Number(row['first']),
      lastMs: Number(row['last']),
    }));
  }

  generations(): KeptGeneration[] {
    return this.#all(
      'SELECT id, service, container, name, image, created, private FROM generation ORDER BY created',
    ).map((row) => ({
      id: Number(row['id']),
      service: Number(row['service']),
      container: String(row['container']),
      name: String(row['name']),
      image: String(row['image']),
      created: String(row['created']),
      isPrivate: Number(row['private']) === 1,
    }));
  }

  /** Ids of a service's chunks that end before (or begin after) a time in ms, nearest first. */
  chunkIds(
    generations: readonly number[] | undefined,
    range: { since?: number | undefined; until?: number | undefined },
    isOldestFirst = false,
  ): number[] {
    const where = ['last >= ?', 'first <= ?'];
    if (generations) where.push(`generation IN (${generations.map(Number).join(',') || '-1'})`);
    const order = isOldestFirst ? 'last, id' : 'last DESC, id DESC';
    const sql = `SELECT id FROM chunk WHERE ${where.join(' AND ')} ORDER BY ${order}`;
    return this.#all(sql, range.since ?? 0, range.until ?? Number.MAX_SAFE_INTEGER).map((row) => Number(row['id']));
  }

  /** Undefined: dropped meanwhile, for the store is bounded. */
  chunk(id: number): KeptChunk | undefined {
    const row = this.#get('SELECT generation, lines, data FROM chunk WHERE id = ?', id);
    return row && { generation: Number(row['generation']), lines: Number(row['lines']), packed: unpacked(row) };
  }

  /** The chunk after (or before) another one of the same generation. */
  beside(id: number, generation: number, step: 1 | -1): Uint8Array | undefined {
    const sql =
      step === 1
        ? 'SELECT data FROM chunk WHERE generation = ? AND id > ? ORDER BY id LIMIT 1'
        : 'SELECT data FROM chunk WHERE generation = ? AND id < ? ORDER BY id DESC LIMIT 1';
    const row = this.#get(sql, generation, id);
    return row && unpacked(row);
  }

  /** Drops the oldest of what is too old or too much; gives the number of chunks. */
  bound({ maxAgeMs, serviceBytes, totalBytes }: LogBounds, nowMs: number): number {
    let dropped = Number(this.#run('DELETE FROM chunk WHERE last < ?', nowMs - maxAgeMs).changes);
    const over = `DELETE FROM chunk WHERE id IN (SELECT id FROM (SELECT c.id, sum(c.size) OVER (PARTITION BY ? * g.service ORDER BY c.last DESC, c.id DESC) AS held
      FROM chunk c JOIN generation g ON g.id = c.generation) WHERE held > ?)`;
    dropped += Number(this.#run(over, 1, serviceBytes).changes);
    dropped += Number(this.#run(over, 0, totalBytes).changes);
    if (dropped > 0) {
      this.#run(
        'DELETE FROM generation WHERE id NOT IN (SELECT generation FROM chunk) AND id NOT IN (SELECT max(id) FROM generation GROUP BY service)',
      );
      this.#db.exec('PRAGMA incremental_vacuum');
    }
    return dropped;
  }

  /** Forgets everything of one service. */
  dropService(id: number): void {
    this.#run('DELETE FROM chunk WHERE generation IN (SELECT id FROM generation WHERE service = ?)', id);
    this.#db.exec('PRAGMA incremental_vacuum');
  }

  transaction(work: () => void): void {
    this.#db.exec('BEGIN');
    try {
      work();
      this.#db.exec('COMMIT');
    } catch (thrown) {
      this.#db.exec('ROLLBACK');
      throw thrown;
    }
  }

  close(): void {
    this.#db.close();
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #run(sql: string, ...values: (string | number | Uint8Array)[]): { changes: number | bigint } {
    return this.#statement(sql).run(...values);
  }

  #get(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  #all(sql: string, ...values: (string | number)[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }
}

function unpacked(row: Row): Uint8Array {
  // A copy of its own, for packed chunks are read as aligned views.
  return new Uint8Array(inflateRawSync(row['data'] as Uint8Array));
}
