import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Clock } from '#shared/base/clock.ts';
import { type AuditEntry, type AuditRecord, auditRecord } from '#shared/contract/audit.ts';
import { z } from '#shared/contract/zod.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { AuditChain } from '#main/security/audit-chain.ts';
import { privateFolder, readPrivate, writePrivate } from '#main/security/private-file.ts';

export interface AuditLogOptions {
  /** `HOME/audit` */
  folder: string;
  /** Holds the newest number and hash, apart from the records: a tail that was cut off is seen. */
  anchorFile: string;
  key: Buffer;
  clock: Clock;
  warn(message: string): void;
  maxFileBytes?: number;
}

export interface AuditFilter {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly who?: string | undefined;
  readonly action?: string | undefined;
}

const CURRENT = 'audit.jsonl';
const MAX_FILE_BYTES = 10 * 1024 * 1024;
const KEEP_MS = 90 * 86_400_000;
/** Refusals of one caller are written at most so often; the next record says how many there were. */
const DENIED_EVERY_MS = 1000;
const START = { seq: 0, hash: '' };
const anchor = z.object({ seq: z.number(), hash: z.string() });
const sync = promisify(fdatasync);

/** Who did what: append-only lines, each signed over the one before. */
export class AuditLog {
  readonly #options: AuditLogOptions;
  readonly #chain: AuditChain;
  readonly #denied = new Map<string, { at: number; suppressed: number }>();
  #file: number;
  #last: { seq: number; hash: string };
  #isFailing = false;
  #isClosed = false;

  constructor(options: AuditLogOptions) {
    this.#options = options;
    this.#chain = new AuditChain(options.key);
    privateFolder(options.folder);
    this.#last = this.#findLast();
    this.#file = this.#open();
    this.#sweep();
  }

  /**
   * Writes a record; settles when it is on the disk. Throws `internal` with reason `audit_unavailable` when it
   * cannot be written: nothing half is left.
   */
  async note(entry: AuditEntry): Promise<void> {
    const given = entry.result === 'denied' ? this.#thinned(entry) : entry;
    if (!given) return;
    this.#append(given);
    await sync(this.#file).catch(() => undefined); // a rotation meanwhile has synced and closed it
  }

  /** Throws `audit_unavailable` while nothing can be written, so that nothing is done unseen. */
  check(): void {
    if (!this.#isFailing) return;
    this.#append({ actor: 'Quayside', door: 'program', action: 'audit.resumed', result: 'ok' });
  }

  /** Matching records, oldest first. */
  *records(filter: AuditFilter): Generator<AuditRecord> {
    for (const path of this.#files()) {
      for (const line of linesOf(path)) {
        const record = parseRecord(line);
        if (record && matches(record, filter)) yield record;
      }
    }
  }

  /** The newest that match, newest first. */
  query(filter: AuditFilter, limit: number): AuditRecord[] {
    const found: AuditRecord[] = [];
    for (const path of this.#files().reverse()) {
      const lines = linesOf(path);
      for (let at = lines.length - 1; at >= 0 && found.length < limit; at--) {
        const record = parseRecord(lines[at] ?? '');
        if (record && matches(record, filter)) found.push(record);
      }
      if (found.length >= limit) break;
    }
    return found;
  }

  /** Walks the whole chain. `firstBad`: the first number that does not hold, or is missing. */
  verify(): { ok: boolean; records: number; firstBad?: number; otherKey: number } {
    let before: { seq: number; hash: string } | undefined;
    let records = 0;
    let otherKey = 0;
    for (const path of this.#files()) {
      for (const line of linesOf(path)) {
        const record = parseRecord(line);
        records += 1;
        const seq = (before?.seq ?? 0) + 1;
        if (!record) return { ok: false, records, firstBad: seq, otherKey };
        const isOther = record.key !== this.#chain.keyId;
        if (isOther) otherKey += 1;
        const holds = isOther
          ? before === undefined || (record.seq === before.seq + 1 && record.prev === before.hash)
          : this.#chain.holds(record, before);
        if (!holds) return { ok: false, records, firstBad: Math.min(record.seq, before ? seq : record.seq), otherKey };
        before = record;
      }
    }
    const last = this.#anchor();
    const isCut = last !== undefined && (before?.seq ?? 0) < last.seq;
    return isCut ? { ok: false, records, firstBad: (before?.seq ?? 0) + 1, otherKey } : { ok: true, records, otherKey };
  }

  /** Twice is allowed: the number of a closed file may be another's by then. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      this.#keepAnchor();
      closeSync(this.#file);
    } catch {
      // The disk is full or gone: the records that were written stand.
    }
  }

  #append(entry: AuditEntry): void {
    if (this.#isClosed) throw unavailable(new Error('the log is closed'));
    const record = this.#chain.next(entry, this.#last, new Date(this.#options.clock.now()).toISOString());
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    let size = 0;
    try {
      size = fstatSync(this.#file).size;
      if (size > 0 && size + line.length > (this.#options.maxFileBytes ?? MAX_FILE_BYTES)) {
        this.#rotate();
        size = 0;
      }
      if (writeSync(this.#file, line) !== line.length) throw new Error('the record was not written whole');
      this.#last = { seq: record.seq, hash: record.hash };
      this.#keepAnchor();
      this.#isFailing = false;
    } catch (thrown) {
      this.#isFailing = true;
      this.#undo(size);
      throw unavailable(thrown);
    }
  }

  /** A full disk can leave half a line: the next record would make it an unreadable one. */
  #undo(size: number): void {
    try {
      if (fstatSync(this.#file).size > size) ftruncateSync(this.#file, size);
    } catch {
      // Said by the error that is thrown anyway.
    }
  }

  #thinned(entry: AuditEntry): AuditEntry | undefined {
    const now = this.#options.clock.now();
    const who = `${entry.actor} ${entry.address ?? ''} ${entry.signIn ?? ''}`;
    const known = this.#denied.get(who);
    if (known && now - known.at < DENIED_EVERY_MS) {
      known.suppressed += 1;
      return undefined;
    }
    if (this.#denied.size > 1000) this.#denied.clear();
    this.#denied.set(who, { at: now, suppressed: 0 });
    return known && known.suppressed > 0
      ? { ...entry, details: { ...entry.details, moreBefore: known.suppressed } }
      : entry;
  }

  #rotate(): void {
    // Numbered by its last record; with zeros in front, so that names sort as the records do.
    const name = `audit-${String(this.#last.seq).padStart(12, '0')}.jsonl`;
    renameSync(join(this.#options.folder, CURRENT), join(this.#options.folder, name));
    const old = this.#file;
    this.#file = this.#open();
    closeSync(old);
    this.#sweep();
  }

  #open(): number {
    return openSync(join(this.#options.folder, CURRENT), 'a', 0o600);
  }

  /** Files whose newest record is older than 90 days. */
  #sweep(): void {
    for (const path of this.#files().slice(0, -1))
      if (this.#options.clock.now() - statSync(path).mtimeMs > KEEP_MS) rmSync(path, { force: true });
  }

  /** Oldest first. */
  #files(): string[] {
    const { folder } = this.#options;
    const old = readdirSync(folder).filter((name) => /^audit-\d{12}\.jsonl$/.test(name));
    return [...old.sort(), CURRENT].map((name) => join(folder, name)).filter((path) => existsSync(path));
  }

  #findLast(): { seq: number; hash: string } {
    this.#dropTornLine();
    let last = START;
    for (const path of this.#files().reverse()) {
      const line = linesOf(path).at(-1);
      const record = line === undefined ? undefined : parseRecord(line);
      if (!record) continue;
      last = { seq: record.seq, hash: record.hash };
      break;
    }
    // Where records were cut off the chain goes on from the anchor, so that the hole stays seen.
    const kept = this.#anchor();
    return kept && kept.seq > last.seq ? kept : last;
  }

  /** What a crash cut off in the middle was never acknowledged. */
  #dropTornLine(): void {
    const path = join(this.#options.folder, CURRENT);
    if (!existsSync(path)) return;
    const content = readFileSync(path);
    const end = content.lastIndexOf(10) + 1;
    if (end === content.length) return;
    this.#options.warn('The last record of the audit log was cut off by a crash and is left out.');
    const file = openSync(path, 'r+');
    ftruncateSync(file, end);
    closeSync(file);
  }

  #anchor(): { seq: number; hash: string } | undefined {
    try {
      return anchor.parse(JSON.parse(readPrivate(this.#options.anchorFile) ?? ''));
    } catch {
      return undefined;
    }
  }

  #keepAnchor(): void {
    writePrivate(this.#options.anchorFile, `${JSON.stringify(this.#last)}\n`, false);
  }
}

const unavailable = (cause: unknown): AppError =>
  new AppError('internal', 'The audit log cannot be written, so nothing is done from the network.', {
    reason: 'audit_unavailable',
    hint: 'Is the disk full?',
    cause,
  });

const linesOf = (path: string): string[] => readFileSync(path, 'utf8').split('\n').filter(Boolean);

function parseRecord(line: string): AuditRecord | undefined {
  try {
    // Checked by shape, but kept as it was written: the signature is over that.
    const record: unknown = JSON.parse(line);
    return auditRecord.safeParse(record).success ? (record as AuditRecord) : undefined;
  } catch {
    return undefined;
  }
}

const matches = (record: AuditRecord, { since, until, who, action }: AuditFilter): boolean =>
  (since === undefined || Date.parse(record.time) >= Date.parse(since)) &&
  (until === undefined || Date.parse(record.time) <= Date.parse(until)) &&
  (who === undefined || record.actor.toLowerCase().startsWith(who.toLowerCase())) &&
  (action === undefined || record.action.startsWith(action));
