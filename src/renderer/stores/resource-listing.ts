import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '#shared/base/disposable.ts';
import type { EngineStore } from '#renderer/stores/engine-store.ts';
import type { EventsStore } from '#renderer/stores/events-store.ts';
import { lookWhileOpen } from '#renderer/stores/look-while-open.ts';
import { SharedOpening } from '#renderer/stores/shared-opening.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';
import { whileVisible } from '#renderer/stores/while-visible.ts';

/** Against an event that never came. */
const SAFETY_MS = 300_000;
/** One act brings several events within a moment. */
const SETTLE_MS = 250;

export interface ResourceListingDeps {
  readonly clock: Clock;
  readonly visibility: Visibility;
  readonly engine: EngineStore;
  readonly events: EventsStore;
}

export interface ListedResource {
  /** Of Docker's events: those after which there may be others. */
  readonly type: string;
  isLoaded(): boolean;
  /** What else there may be others after. */
  changes?(): unknown;
  /** Another engine has others: none of the old are shown meanwhile. */
  forget(): void;
  /** Asks anew. Never rejects. */
  list(): Promise<void>;
}

/**
 * When a list that Docker does not push is asked for: while somebody looks at it, at the start, after events that concern
 * it, and when the engine is another one or there again.
 */
export class ResourceListing {
  readonly #deps: ResourceListingDeps;
  readonly #listed: ListedResource;
  readonly #opening: SharedOpening;
  #isLoading = false;
  #isDirty = false;

  constructor(deps: ResourceListingDeps, listed: ListedResource) {
    this.#deps = deps;
    this.#listed = listed;
    this.#opening = new SharedOpening(() => whileVisible(deps.visibility, () => this.#look()));
  }

  open(): Disposable {
    return this.#opening.use();
  }

  /** Now, and once more at its end if something changed meanwhile. */
  async load(): Promise<void> {
    if (this.#isLoading) {
      this.#isDirty = true;
      return;
    }
    this.#isLoading = true;
    try {
      do {
        this.#isDirty = false;
        await this.#listed.list();
      } while (this.#isDirty);
    } finally {
      this.#isLoading = false;
    }
  }

  #look(): Disposable {
    const { clock, engine, events } = this.#deps;
    const listed = this.#listed;
    const store = new DisposableStore();
    let settling: Disposable | undefined;
    let seen = '';
    store.add(
      lookWhileOpen(
        clock,
        SAFETY_MS,
        () => {
          const event = events.recent.findLast(({ type }) => type === listed.type);
          const { isConnected, status } = engine;
          return [isConnected, status?.endpoint, event?.time, event?.action, listed.changes?.()].join(' ');
        },
        () => {
          const { isConnected, status } = engine;
          if (!isConnected) return;
          if (status?.endpoint !== seen) listed.forget();
          seen = status?.endpoint ?? '';
          settling?.dispose();
          settling = clock.after(listed.isLoaded() ? SETTLE_MS : 0, () => void this.load());
        },
      ),
    );
    store.add(toDisposable(() => settling?.dispose()));
    return store;
  }
}
