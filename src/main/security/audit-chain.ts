import { createHash, createHmac } from 'node:crypto';
import type { AuditEntry, AuditRecord } from '#shared/contract/audit.ts';

/** How records hang together: each signed over its own text and the signature before it. */
export class AuditChain {
  readonly keyId: string;
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
    this.keyId = createHash('sha256').update(key).digest('hex').slice(0, 8);
  }

  /** The next record after one with this number and hash. */
  next(entry: AuditEntry, after: { seq: number; hash: string }, time: string): AuditRecord {
    const record = { v: 1 as const, seq: after.seq + 1, time, ...entry, key: this.keyId, prev: after.hash };
    return { ...record, hash: this.#sign(record) };
  }

  /** A record whose text or place was changed does not hold. Only for records of this key. */
  holds(record: AuditRecord, after: { seq: number; hash: string } | undefined): boolean {
    const { hash, ...signed } = record;
    if (hash !== this.#sign(signed)) return false;
    return after === undefined || (record.seq === after.seq + 1 && record.prev === after.hash);
  }

  // JSON keeps the order of keys when it is read, so what was written is what is signed.
  #sign(record: Omit<AuditRecord, 'hash'>): string {
    return createHmac('sha256', this.#key).update(record.prev).update(JSON.stringify(record)).digest('base64url');
  }
}
