import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from '#shared/contract/zod.ts';
import { type PastStatement, pastStatement } from '#shared/contract/db-queries.ts';
import { maskStatement } from '#shared/format/mask-statement.ts';
import { KeptFile } from '#main/alerts/kept-file.ts';
import type { Log } from '#main/engine/engine.ts';

/** Of one container. */
const KEPT = 100;

/** The last statements of each container, without what they gave and without the passwords they set. */
export class QueryHistory {
  readonly #folder: string;
  readonly #log: Log;
  readonly #open = new Map<string, { file: KeptFile<PastStatement[]>; list: Promise<PastStatement[]> }>();

  /** @param folder '' keeps them in memory alone */
  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** `key`: what a container is known by over its recreations. Newest first. */
  async list(key: string): Promise<PastStatement[]> {
    return [...(await this.#of(key).list)].reverse();
  }

  async add(key: string, past: PastStatement): Promise<void> {
    const { file, list } = this.#of(key);
    const kept = await list;
    kept.push({ ...past, statement: maskStatement(past.statement) });
    kept.splice(0, kept.length - KEPT);
    await file.write(kept);
  }

  /** Settles when what was added is in the files. */
  async flush(): Promise<void> {
    for (const { file } of this.#open.values()) await file.flush();
  }

  #of(key: string): { file: KeptFile<PastStatement[]>; list: Promise<PastStatement[]> } {
    const known = this.#open.get(key);
    if (known) return known;
    // A name from Docker is no name of a file.
    const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
    const path = this.#folder === '' ? '' : join(this.#folder, `${name}.json`);
    const file = new KeptFile(path, z.array(pastStatement), this.#log);
    const opened = { file, list: file.read().then((read) => read ?? []) };
    this.#open.set(key, opened);
    return opened;
  }
}
