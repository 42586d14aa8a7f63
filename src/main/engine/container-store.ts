import { type Clock, sleep } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { stableKey } from '#shared/base/stable-key.ts';
import type { Container, ContainersChange } from '#shared/contract/containers.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { HELPER_LABEL } from '#main/engine/helper-label.ts';
import { fromList, withInspect } from '#main/engine/container-view.ts';
import type { EngineEvents } from '#main/engine/engine-events.ts';
import type { EngineEvent, InspectedContainer } from '#main/engine/engine-json.ts';
import type { Engine, Log } from '#main/engine/engine.ts';

/** A burst of events is answered by one list; in a storm by fewer than one a second (faults 25). */
const BURST_MS = 250;
const LIST_EVERY_MS = 1000;
/** Against an event that never came. */
const SAFETY_MS = 60_000;
const INSPECTS_AT_ONCE = 8;

/** Events after which an inspect says something new; the `exec_…` of a health check are not among them. */
const TELLING = /^(create|start|restart|die|stop|kill|oom|pause|unpause|rename|update|destroy|health_status)/;

export interface ContainerStoreOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EngineEvents;
  /** Throws where the engine cannot be used. */
  engine(): Engine;
}

/**
 * The containers of an engine as they are: listed once, then kept right by events. Nothing is built on events alone:
 * they only say when to list and inspect again, for the engine forgets them (engine A.4).
 */
export class ContainerStore implements Disposable {
  readonly #options: ContainerStoreOptions;
  readonly #changes = new Emitter<ContainersChange>();
  readonly #store = new DisposableStore();
  readonly #abort = new AbortController();
  readonly #containers = new Map<string, Container>();
  readonly #inspected = new Map<string, InspectedContainer>();
  readonly #toInspect = new Set<string>();
  readonly #working = new Set<Promise<void>>();
  #timer: Disposable | undefined;
  #safety: Disposable | undefined;
  #lastListAt = Number.NEGATIVE_INFINITY;
  #isListing = false;
  #isDirty = false;
  #synced: Promise<void> | undefined;
  #isSynced = false;
  /** Until somebody asks for containers nothing is asked of the engine either. */
  #isInUse = false;

  constructor(options: ContainerStoreOptions) {
    this.#options = options;
    this.#store.add(options.events.onEvent((event) => this.#onEvent(event)));
    this.#store.add(options.events.onOpened(() => this.#resync()));
    this.#store.add(options.events.onLost(() => this.#stopTimers()));
  }

  /** Whether the engine was listed since it was last reached. */
  get isSynced(): boolean {
    return this.#isSynced;
  }

  /** As last known; kept while the engine is away. */
  all(): Container[] {
    return [...this.#containers.values()];
  }

  onChange(listener: (change: ContainersChange) => void): Disposable {
    return this.#changes.on(listener);
  }

  /** Settles when the list is known; lists if nobody did. Rejects as the engine does. */
  sync(): Promise<void> {
    this.#isInUse = true;
    if (this.#isSynced && this.#options.events.isOpen) return Promise.resolve();
    this.#synced ??= this.#list().finally(() => {
      this.#synced = undefined;
    });
    return this.#synced;
  }

  /** Another engine: nothing of the old one is true. */
  forget(): void {
    this.#stopTimers();
    const ids = [...this.#containers.keys()];
    this.#containers.clear();
    this.#inspected.clear();
    this.#toInspect.clear();
    if (ids.length > 0) this.#changes.fire({ remove: ids });
  }

  dispose(): void {
    this.#abort.abort();
    this.#stopTimers();
    this.#store.dispose();
    this.#changes.clear();
  }

  /** Settles when nothing of it is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#working);
  }

  #stopTimers(): void {
    this.#isSynced = false;
    this.#isDirty = false;
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#safety?.dispose();
  }

  #resync(): void {
    if (!this.#isInUse) return;
    // What happened while the engine was away is not known: each is inspected again.
    for (const id of this.#containers.keys()) this.#toInspect.add(id);
    this.sync().catch(() => undefined);
  }

  #onEvent(event: EngineEvent): void {
    if (event.type !== 'container' || !this.#isInUse) {
      if (event.type === 'network' && this.#isInUse) this.#schedule();
      return;
    }
    if (!TELLING.test(event.action) || HELPER_LABEL in event.attributes) return;
    if (event.action === 'destroy') this.#remove([event.id]);
    else this.#toInspect.add(event.id);
    // One that is known shows its new state at once; the list brings Docker's words for it a moment later.
    if (this.#containers.has(event.id)) this.#inspectMore();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isListing) this.#isDirty = true;
    if (this.#timer || this.#isListing) return;
    const { clock } = this.#options;
    const wait = Math.max(BURST_MS, LIST_EVERY_MS - (clock.monotonic() - this.#lastListAt));
    this.#timer = clock.after(wait, () => {
      this.#timer = undefined;
      this.#list().catch((thrown: unknown) =>
        this.#options.log.debug('The container list failed; the connection tells why.', String(thrown)),
      );
    });
  }

  async #list(): Promise<void> {
    const { clock, events } = this.#options;
    if (this.#isListing) return this.#waitForList();
    this.#isListing = true;
    this.#isDirty = false;
    try {
      const engine = this.#options.engine();
      const listed = await engine.list(this.#abort.signal);
      this.#lastListAt = clock.monotonic();
      this.#apply(listed.filter(({ Labels }) => !(HELPER_LABEL in Labels)).map(fromList));
      this.#isSynced = events.isOpen;
    } finally {
      this.#isListing = false;
    }
    if (this.#isDirty) this.#schedule();
    this.#safety?.dispose();
    if (events.isOpen && !this.#abort.signal.aborted) this.#safety = clock.after(SAFETY_MS, () => this.#schedule());
    this.#inspectMore();
  }

  async #waitForList(): Promise<void> {
    while (this.#isListing) await sleep(this.#options.clock, 10, this.#abort.signal);
    if (!this.#isSynced)
      throw new AppError('engine_unavailable', 'Docker could not be asked for its containers.', {
        reason: 'no_answer',
      });
  }

  /** Makes the list the truth; tells what is different. */
  #apply(listed: readonly Container[]): void {
    const ids = new Set(listed.map((container) => container.id));
    this.#remove([...this.#containers.keys()].filter((id) => !ids.has(id)));
    const upsert: Container[] = [];
    for (const container of listed) {
      const inspected = this.#inspected.get(container.id);
      if (!inspected) this.#toInspect.add(container.id);
      // An inspect of another state is out of date: the list is newer, a new inspect follows.
      const isCurrent = inspected !== undefined && inspected.State.Status === container.state;
      const merged = isCurrent
        ? withInspect(container, inspected)
        : { ...container, restartCount: inspected?.RestartCount ?? null, tty: inspected?.Config.Tty ?? null };
      if (inspected && !isCurrent) this.#toInspect.add(container.id);
      if (this.#put(merged)) upsert.push(merged);
    }
    if (upsert.length > 0) this.#changes.fire({ upsert });
  }

  #put(container: Container): boolean {
    const old = this.#containers.get(container.id);
    if (old && stableKey(old) === stableKey(container)) return false;
    this.#containers.set(container.id, container);
    return true;
  }

  #remove(ids: readonly string[]): void {
    const gone = ids.filter((id) => this.#containers.delete(id));
    for (const id of ids) {
      this.#inspected.delete(id);
      this.#toInspect.delete(id);
    }
    if (gone.length > 0) this.#changes.fire({ remove: gone });
  }

  #inspectMore(): void {
    while (this.#working.size < INSPECTS_AT_ONCE && !this.#abort.signal.aborted) {
      const [id] = this.#toInspect;
      if (id === undefined) return;
      this.#toInspect.delete(id);
      const work = this.#inspect(id).finally(() => {
        this.#working.delete(work);
        this.#inspectMore();
      });
      this.#working.add(work);
    }
  }

  async #inspect(id: string): Promise<void> {
    if (!this.#containers.has(id)) return;
    try {
      const inspected = await this.#options.engine().inspect(id, this.#abort.signal);
      const container = this.#containers.get(id);
      if (!container) return;
      this.#inspected.set(id, inspected);
      const merged = withInspect(container, inspected);
      if (this.#put(merged)) this.#changes.fire({ upsert: [merged] });
    } catch (thrown) {
      // Removed in between, or the engine went away: the next list or the next connection puts it right.
      this.#options.log.debug(`Inspect of ${id.slice(0, 12)} failed.`, String(thrown));
    }
  }
}
