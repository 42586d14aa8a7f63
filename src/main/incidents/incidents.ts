import type { StoredIncident } from '#main/incidents/incident-files.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { Incident } from '#shared/contract/incidents.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** Where incidents outlive the program; `IncidentFiles` is one. */
export interface IncidentKeeper {
  all(): Promise<StoredIncident[]>;
  read(id: string): Promise<StoredIncident | undefined>;
  write(one: StoredIncident): Promise<void>;
  remove(id: string): Promise<void>;
  flush(): Promise<void>;
}

/** Bounds of what is kept. */
const MOST = 500;
const KEPT_MS = 90 * 86_400_000;
/** The same failure again within this time is the same record. */
const FOLD_MS = 600_000;

/** What happened to containers, newest first; the details are in files and read when somebody asks. */
export class Incidents {
  readonly #files: IncidentKeeper;
  readonly #clock: Clock;
  readonly #changes = new Emitter<Incident>();
  #list: Incident[] = [];
  readonly #loaded: Promise<void>;

  constructor(files: IncidentKeeper, clock: Clock) {
    this.#files = files;
    this.#clock = clock;
    this.#loaded = files.all().then((kept) => {
      this.#list = [...this.#list, ...kept.map((one) => one.incident)].sort((a, b) => (a.time < b.time ? 1 : -1));
      return this.#bound();
    });
  }

  /** Settles when what was kept before is known. */
  whenLoaded(): Promise<void> {
    return this.#loaded;
  }

  list(): readonly Incident[] {
    return this.#list;
  }

  /** Throws `not_found`. */
  async get(id: string): Promise<StoredIncident> {
    await this.#files.flush();
    const found = await this.#files.read(id);
    if (!found)
      throw new AppError('not_found', 'There is no such incident.', {
        hint: 'They are kept for 90 days, at most 500.',
      });
    return found;
  }

  onChange(listener: (incident: Incident) => void): Disposable {
    return this.#changes.on(listener);
  }

  /** Adds it, or counts it on where the same happened a moment ago. */
  async add(found: StoredIncident): Promise<void> {
    await this.#loaded;
    const now = found.incident;
    const same = this.#list.find(
      (one) =>
        one.container === now.container &&
        one.kind === now.kind &&
        one.exitCode === now.exitCode &&
        Date.parse(now.time) - Date.parse(one.time) < FOLD_MS,
    );
    const incident: Incident = same
      ? { ...now, incident: same.incident, firstTime: same.firstTime, count: same.count + 1 }
      : now;
    this.#list = [incident, ...this.#list.filter((one) => one.incident !== incident.incident)];
    this.#changes.fire(incident);
    await this.#files.write({ ...found, incident });
    await this.#bound();
  }

  dispose(): Promise<void> {
    this.#changes.clear();
    return this.#files.flush();
  }

  async #bound(): Promise<void> {
    const oldest = this.#clock.now() - KEPT_MS;
    const kept = this.#list.filter(({ time }, at) => at < MOST && Date.parse(time) >= oldest);
    const gone = this.#list.filter((one) => !kept.includes(one));
    this.#list = kept;
    await Promise.all(gone.map((one) => this.#files.remove(one.incident)));
  }
}
