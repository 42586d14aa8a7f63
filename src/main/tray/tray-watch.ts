import { type Attention, attentionOf, inOrder, nearLimitIn, restartsIn } from '#shared/attention/attention.ts';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import type { Client } from '#shared/client/client.ts';
import { lastOf } from '#shared/client/last-of.ts';
import type { AlertNotice } from '#shared/contract/alerts.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { EngineStatus } from '#shared/contract/engines.ts';
import type { DockerEvent } from '#shared/contract/events.ts';
import type { RemoteState } from '#shared/contract/remote.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { type TrayFacts, type TrayLook, trayLook } from '#main/tray/tray-model.ts';

/** Design section 12. */
const RENEW_MS = 5000;
/** What of the past the rule of attention looks at: as many events as main replays, samples of 30 s and some. */
const MOST_EVENTS = 500;
const SAMPLES_MS = 60_000;

export interface TrayWatchOptions {
  /** Over a link of its own, as any watcher. */
  readonly client: Client;
  readonly clock: Clock;
  /** This machine's figures, from its own files. */
  readonly machine: () => Promise<TrayFacts['machine']>;
  /** The newest sample of each container that anybody had measured; nothing is measured for the tray. */
  readonly samples: () => readonly StatsSample[];
  /** Keys of what was dismissed from "Needs attention". */
  readonly dismissed: () => readonly string[];
  /** A look that differs from the last one. */
  readonly onLook: (look: TrayLook) => void;
}

/**
 * Follows what the tray tells of and gives a new look at most every 5 s, and only when a word of it changed. Nothing is asked
 * of the engine for it: state channels that live by events, and files of the machine.
 */
export class TrayWatch implements Disposable {
  readonly #options: TrayWatchOptions;
  readonly #store = new DisposableStore();
  readonly #containers = new Map<string, Container>();
  #engine: EngineStatus | undefined;
  #events: readonly DockerEvent[] = [];
  #notices: readonly AlertNotice[] = [];
  #remote: RemoteState = { state: 'off' };
  #viewers = 0;
  #machine: TrayFacts['machine'];
  #isListed = false;
  #recent: StatsSample[] = [];
  readonly #seen = new Map<string, string>();
  #shown = '';
  #timer: Disposable | undefined;
  #isOver = false;

  constructor(options: TrayWatchOptions) {
    this.#options = options;
    const { client } = options;
    this.#store.add(
      client.subscribe(
        'engine:status',
        {},
        lastOf((status) => (this.#engine = status)),
      ),
    );
    this.#store.add(
      client.subscribe(
        'containers',
        {},
        {
          onWhole: ({ containers }) => {
            this.#containers.clear();
            for (const container of containers) this.#containers.set(container.id, container);
            // The first list is not kept waiting: until then the tray says that it looks for Docker.
            if (!this.#isListed) this.#show();
            this.#isListed = true;
          },
          onItems: (changes) => {
            for (const change of changes) {
              if ('upsert' in change) for (const one of change.upsert) this.#containers.set(one.id, one);
              else for (const id of change.remove) this.#containers.delete(id);
            }
          },
        },
      ),
    );
    this.#store.add(
      client.subscribe(
        'docker:events',
        {},
        {
          onItems: (events) => (this.#events = [...this.#events, ...events].slice(-MOST_EVENTS)),
          onEpoch: () => (this.#events = []),
        },
      ),
    );
    this.#store.add(
      client.subscribe(
        'alert:notices',
        {},
        {
          onWhole: ({ notices }) => (this.#notices = notices),
          onItems: (items) => {
            for (const item of items)
              this.#notices = [item, ...this.#notices.filter(({ notice }) => notice !== item.notice)];
          },
        },
      ),
    );
    this.#store.add(
      client.subscribe(
        'remote:access',
        {},
        lastOf((state) => (this.#remote = state)),
      ),
    );
    this.#store.add(
      client.subscribe(
        'presence',
        {},
        lastOf(({ viewers }) => (this.#viewers = viewers.filter(({ connected }) => connected).length)),
      ),
    );
    void this.#renew();
  }

  dispose(): void {
    this.#isOver = true;
    this.#timer?.dispose();
    this.#store.dispose();
  }

  async #renew(): Promise<void> {
    // Figures that cannot be read leave their row out; the rest goes on.
    this.#machine = await this.#options.machine().catch(() => undefined);
    if (this.#isOver) return;
    this.#show();
    this.#timer = this.#options.clock.after(RENEW_MS, () => void this.#renew());
  }

  #show(): void {
    const look = trayLook(this.#facts());
    const text = JSON.stringify(look);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#options.onLook(look);
  }

  #facts(): TrayFacts {
    const now = this.#options.clock.now();
    const samples = this.#options.samples();
    return {
      engine: this.#engine,
      containers: [...this.#containers.values()],
      attention: this.#attention(samples, now),
      notices: this.#notices,
      machine: this.#machine,
      samples,
      remote: this.#remote,
      viewers: this.#viewers,
      now,
    };
  }

  #attention(samples: readonly StatsSample[], now: number): Attention[] {
    for (const sample of samples) {
      if (this.#seen.get(sample.container) === sample.time) continue;
      this.#seen.set(sample.container, sample.time);
      this.#recent.push(sample);
    }
    this.#recent = this.#recent.filter(({ time }) => now - Date.parse(time) < SAMPLES_MS);
    for (const id of this.#seen.keys()) if (!this.#containers.has(id)) this.#seen.delete(id);
    const facts = { restarts: restartsIn(this.#events, now), nearLimit: nearLimitIn(this.#recent), now };
    const found = [...this.#containers.values()].flatMap((container) => attentionOf(container, facts) ?? []);
    return inOrder(found, this.#options.dismissed());
  }
}
