import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { incident, incidentDetails } from '#shared/contract/incidents.ts';

const stored = incidentDetails.extend({ incident, isPrivate: z.boolean() });
export type StoredIncident = z.infer<typeof stored>;

/** One JSON file an incident, so that a new one costs one small write; a broken file is passed over. */
export class IncidentFiles {
  readonly #folder: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async all(): Promise<StoredIncident[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const read = await Promise.all(
      names.filter((name) => /^[0-9a-f]{16}\.json$/.test(name)).map((name) => this.read(name.slice(0, 16))),
    );
    return read.filter((one) => one !== undefined);
  }

  async read(id: string): Promise<StoredIncident | undefined> {
    try {
      return stored.parse(JSON.parse(await readFile(this.#fileOf(id), 'utf8')));
    } catch {
      return undefined;
    }
  }

  /** Whole or not at all; one after the other. */
  write(one: StoredIncident): Promise<void> {
    const file = this.#fileOf(one.incident.incident);
    return this.#next(async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(`${file}.new`, JSON.stringify(one), { mode: 0o600 });
      await rename(`${file}.new`, file);
    });
  }

  remove(id: string): Promise<void> {
    return this.#next(() => rm(this.#fileOf(id), { force: true }));
  }

  /** Settles when what was begun is in the files. */
  flush(): Promise<void> {
    return this.#writing.catch(() => undefined);
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(work);
    return this.#writing;
  }

  #fileOf(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
