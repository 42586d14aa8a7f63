import type { Clock } from '#shared/base/clock.ts';
import type { RemovedContainer } from '#shared/contract/container-edit.ts';
import { containerSpec } from '#shared/contract/container-spec.ts';
import { z } from '#shared/contract/zod.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { KeptFile } from '#main/alerts/kept-file.ts';
import type { Log } from '#main/engine/engine.ts';

const KEPT_MS = 7 * 24 * 3600 * 1000;
/** Nobody looks for more; a prune of a build server would fill the disk. */
const MOST = 200;

const settings = z.record(z.string(), z.unknown());
const entry = z.object({
  removed: z.string(),
  endpoint: z.string(),
  /** Its id, absent in what was kept by earlier versions. */
  container: z.string().optional(),
  removedAtMs: z.number(),
  removedBy: z.string(),
  lostVolumes: z.boolean(),
  spec: containerSpec,
  carried: z.object({ config: settings, host: settings }),
});
export type RemovedEntry = z.output<typeof entry>;

/** What removed containers were made from, for 7 days: in a file that only its owner may read, for secrets stand in it. */
export class RemovedContainers {
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #file: KeptFile<RemovedEntry[]>;
  #entries: RemovedEntry[] = [];
  #loading: Promise<void> | undefined;

  constructor(file: string, options: { clock: Clock; newId: () => string; log: Log }) {
    this.#clock = options.clock;
    this.#newId = options.newId;
    this.#file = new KeptFile<RemovedEntry[]>(
      file,
      z.array(entry) as unknown as z.ZodType<RemovedEntry[]>,
      options.log,
    );
  }

  async add(one: Omit<RemovedEntry, 'removed' | 'removedAtMs'>): Promise<void> {
    await this.load();
    const made = { ...one, removed: this.#newId(), removedAtMs: this.#clock.now() };
    // Where the answer of a first removal was lost there is one of it already.
    const others = this.#entries.filter(({ container }) => container === undefined || container !== one.container);
    await this.#set([made, ...others].slice(0, MOST));
  }

  /** `there`: ids of the containers that are. What Docker was told to remove and did not is one of them. */
  async list(endpoint: string, there: ReadonlySet<string>): Promise<RemovedContainer[]> {
    await this.load();
    return this.#entries
      .filter((one) => one.endpoint === endpoint && !there.has(one.container ?? ''))
      .map(({ removed, spec, removedAtMs, removedBy, lostVolumes }) => ({
        removed,
        name: spec.name ?? '',
        image: spec.image,
        removedAt: new Date(removedAtMs).toISOString(),
        removedBy,
        keptUntil: new Date(removedAtMs + KEPT_MS).toISOString(),
        lostVolumes,
      }));
  }

  async get(endpoint: string, removed: string): Promise<RemovedEntry> {
    await this.load();
    const found = this.#entries.find((one) => one.removed === removed && one.endpoint === endpoint);
    if (!found)
      throw new AppError('not_found', 'Nothing is kept of this container any more.', {
        field: 'removed',
        hint: 'What was removed is kept for 7 days.',
      });
    return found;
  }

  async forget(removed: string): Promise<void> {
    await this.load();
    await this.#set(this.#entries.filter((one) => one.removed !== removed));
  }

  /** Reads what there is and drops what is too old, of the file too. */
  async load(): Promise<void> {
    await (this.#loading ??= this.#file.read().then((found) => {
      this.#entries = found ?? [];
    }));
    const fresh = this.#entries.filter(({ removedAtMs }) => this.#clock.now() - removedAtMs < KEPT_MS);
    if (fresh.length !== this.#entries.length) await this.#set(fresh);
  }

  async #set(entries: RemovedEntry[]): Promise<void> {
    this.#entries = entries;
    await this.#file.write(entries);
  }
}
