import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import type { Log } from '#main/engine/engine.ts';

/** A value in a JSON file of its own, whole or not at all; one that cannot be read is moved aside and said. */
export class KeptFile<T> {
  readonly #file: string;
  readonly #schema: z.ZodType<T>;
  readonly #log: Log;
  #writing: Promise<void> = Promise.resolve();
  #isFailing = false;

  /** @param file '' keeps nothing: for programs without a home */
  constructor(file: string, schema: z.ZodType<T>, log: Log) {
    this.#file = file;
    this.#schema = schema;
    this.#log = log;
  }

  /** Undefined where there is none that can be used. */
  async read(): Promise<T | undefined> {
    if (this.#file === '') return undefined;
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'ENOENT') await this.#setAside('read', thrown);
      return undefined;
    }
    try {
      return this.#schema.parse(JSON.parse(text));
    } catch (thrown) {
      await this.#setAside('used', thrown);
      return undefined;
    }
  }

  /** Under a name that no other has: an earlier one that was bad is somebody's data too. */
  async #setAside(what: 'read' | 'used', thrown: unknown): Promise<void> {
    const { mtimeMs } = await stat(this.#file).catch(() => ({ mtimeMs: 0 }));
    const keptAs = `${this.#file}.bad-${new Date(mtimeMs).toISOString().replaceAll(/[:.]/g, '')}`;
    this.#log.error(`a file could not be ${what}; it is kept aside and begun anew`, { keptAs, thrown });
    await rename(this.#file, keptAs).catch(() => undefined);
  }

  /** One after the other. Never rejects: a full disk is said, once. */
  write(value: T): Promise<void> {
    if (this.#file === '') return Promise.resolve();
    const text = JSON.stringify(value);
    this.#writing = this.#writing
      .then(async () => {
        await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
        await writeFile(`${this.#file}.new`, text, { mode: 0o600 });
        await rename(`${this.#file}.new`, this.#file);
        this.#isFailing = false;
      })
      .catch((thrown: unknown) => {
        if (!this.#isFailing) this.#log.warn('a file could not be written', { thrown });
        this.#isFailing = true;
      });
    return this.#writing;
  }

  /** Settles when what was begun is in the file. */
  flush(): Promise<void> {
    return this.#writing;
  }
}
