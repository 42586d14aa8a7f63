import { computed, computedStruct, makeAutoObservable } from 'mobx';
import {
  type Attention,
  attentionOf,
  inOrder,
  nearLimitIn,
  type NearLimit,
  type Restarts,
  restartsIn,
} from '#shared/attention/attention.ts';
import { type StackAttention, stackAttention } from '#shared/attention/stack-attention.ts';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { ContainersStore } from '#renderer/stores/containers-store.ts';
import type { EventsStore } from '#renderer/stores/events-store.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';
import type { StacksStore } from '#renderer/stores/stacks-store.ts';
import type { StatsStore } from '#renderer/stores/stats-store.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';
import { whileVisible } from '#renderer/stores/while-visible.ts';

/** "26 min" and conditions that end with time are looked at anew this often. */
const RENEW_MS = 10_000;
/** Dismissals that are kept; the oldest leave. */
const MOST_DISMISSED = 200;

/**
 * What needs attention: conditions of containers, worst first, without what was dismissed. For Overview, for the
 * tab of the list and for its count. Memory is known while somebody has the sweep open.
 */
export class AttentionStore {
  /** What depends on time alone changes by nothing else. */
  now: number;
  readonly #containers: ContainersStore;
  readonly #events: EventsStore;
  readonly #stats: StatsStore;
  readonly #stacks: StacksStore;
  readonly #settings: SettingsStore;
  readonly #visibility: Visibility;
  readonly #clock: Clock;

  constructor(
    sources: {
      containers: ContainersStore;
      events: EventsStore;
      stats: StatsStore;
      stacks: StacksStore;
      settings: SettingsStore;
      visibility: Visibility;
    },
    clock: Clock,
  ) {
    this.#containers = sources.containers;
    this.#events = sources.events;
    this.#stats = sources.stats;
    this.#stacks = sources.stacks;
    this.#settings = sources.settings;
    this.#visibility = sources.visibility;
    this.#clock = clock;
    this.now = clock.now();
    makeAutoObservable<this, 'restarts' | 'nearLimit'>(this, {
      ids: computedStruct,
      restarts: computed,
      nearLimit: computedStruct,
    });
  }

  /** Renews what depends on time while it is looked at. */
  open(): Disposable {
    return whileVisible(this.#visibility, () => {
      let timer: Disposable;
      const tick = (): void => {
        this.renew();
        timer = this.#clock.after(RENEW_MS, tick);
      };
      tick();
      return toDisposable(() => timer.dispose());
    });
  }

  renew(): void {
    this.now = this.#clock.now();
  }

  /** Every condition there is, dismissed or not, by its container's id. */
  get conditions(): ReadonlyMap<string, Attention> {
    const found = new Map<string, Attention>();
    const facts = { restarts: this.restarts, nearLimit: this.nearLimit, now: this.now };
    for (const container of this.#containers.sorted) {
      const one = attentionOf(container, facts);
      if (one) found.set(container.id, one);
    }
    return found;
  }

  get all(): readonly Attention[] {
    return inOrder(this.conditions.values(), this.#settings.value.dismissed);
  }

  /** The containers of `all`. */
  get ids(): ReadonlySet<string> {
    return new Set(this.all.map(({ container }) => container.id));
  }

  /** Stacks that are not as their targets say; known while somebody has the stacks open. */
  get stacks(): readonly StackAttention[] {
    const { dismissed } = this.#settings.value;
    return this.#stacks.all
      .flatMap((stack) => stackAttention(stack) ?? [])
      .filter(({ key }) => !dismissed.includes(key));
  }

  dismiss(items: readonly { readonly key: string }[]): void {
    const keys = items.map(({ key }) => key);
    const before = this.#settings.value.dismissed.filter((key) => !keys.includes(key));
    void this.#settings.set({ dismissed: [...before, ...keys].slice(-MOST_DISMISSED) });
  }

  private get restarts(): ReadonlyMap<string, Restarts> {
    return restartsIn(this.#events.recent, this.now);
  }

  private get nearLimit(): ReadonlyMap<string, NearLimit> {
    return nearLimitIn(this.#stats.sweepRecent);
  }
}
