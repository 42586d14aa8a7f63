import type { Engines } from '#main/engine/engines.ts';
import type { History } from '#main/history/history.ts';
import { type KeepDeps, LogKeeper } from '#main/channels/log-keeper.ts';
import type { SettingsStore } from '#main/settings/settings-port.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import type { Container } from '#shared/contract/containers.ts';

const ENGINE = 'default';
/** Each costs a request that stays open. */
const MAX_KEPT = 300;
const BOUND_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

export interface KeepingDeps extends KeepDeps {
  readonly engines: Engines;
  readonly settings: SettingsStore;
  readonly history: History;
}

/** Keeps the logs of all containers while the setting says so, and the store within its bounds. */
export class LogKeeping implements Disposable {
  readonly #deps: KeepingDeps;
  readonly #store = new DisposableStore();
  readonly #keepers = new Map<string, LogKeeper>();
  /** What is there from now on and was not before has a log that is kept from its first line. */
  #isListed = false;
  #bounding: Disposable | undefined;
  #listening: Disposable | undefined;

  constructor(deps: KeepingDeps) {
    this.#deps = deps;
    this.#store.add(deps.settings.onChange(() => this.#follow()));
    this.#store.add(deps.engines.onChanged(() => this.#stopAll()));
  }

  get isOn(): boolean {
    return this.#deps.settings.get().keepLogs;
  }

  start(): void {
    this.#follow();
  }

  /** Everything that was read is in the file. */
  async flush(): Promise<void> {
    await Promise.all([...this.#keepers.values()].map((keeper) => keeper.flush()));
  }

  async close(): Promise<void> {
    this.#store.dispose();
    this.#listening?.dispose();
    this.#bounding?.dispose();
    for (const keeper of this.#keepers.values()) keeper.dispose();
    await this.flush();
  }

  dispose(): void {
    void this.close();
  }

  #follow(): void {
    const { settings, engines, clock } = this.#deps;
    if (!settings.get().keepLogs) {
      this.#listening?.dispose();
      this.#bounding?.dispose();
      this.#listening = this.#bounding = undefined;
      this.#stopAll();
      return;
    }
    if (!this.#listening) {
      const containers = engines.containers(ENGINE);
      this.#listening = containers.onChange(() => this.#reconcile());
      // Nobody else may have asked for the list; while the engine is away this fails, and its return lists anew.
      containers
        .sync()
        .then(() => (this.#isListed = true))
        .catch((thrown: unknown) => this.#deps.log.debug('the containers are not known yet', { thrown }));
    }
    if (!this.#bounding) {
      const bound = (): void => {
        this.#bound();
        this.#bounding = clock.after(BOUND_EVERY_MS, bound);
      };
      bound();
    }
    this.#reconcile();
  }

  #reconcile(): void {
    const { engines, settings, log } = this.#deps;
    const off = new Set(settings.get().keepLogsOff);
    const wanted = new Map<string, Container>();
    for (const container of engines.containers(ENGINE).all()) {
      if (wanted.size >= MAX_KEPT) break;
      if (!off.has(nameOf(container))) wanted.set(container.id, container);
    }
    for (const [id, keeper] of this.#keepers) {
      if (wanted.has(id)) continue;
      this.#keepers.delete(id);
      // Left out from now on: nothing more is read. Removed: its stream still gives the last lines.
      void (engines
        .containers(ENGINE)
        .all()
        .some((one) => one.id === id)
        ? keeper.stop()
        : keeper.finish());
    }
    for (const [id, container] of wanted) {
      if (this.#keepers.has(id)) continue;
      const keeper = new LogKeeper(this.#deps, ENGINE, container, this.#isListed);
      this.#keepers.set(id, keeper);
      keeper.start().catch((thrown: unknown) => log.warn('a log is not kept', { container: container.name, thrown }));
    }
    this.#isListed ||= engines.containers(ENGINE).isSynced;
  }

  #stopAll(): void {
    for (const keeper of this.#keepers.values()) void keeper.stop();
    this.#keepers.clear();
    this.#isListed = false;
  }

  #bound(): void {
    const { settings, history, clock, log } = this.#deps;
    const { keepLogsDays, keepLogsServiceBytes, keepLogsTotalBytes } = settings.get();
    const bounds = {
      maxAgeMs: keepLogsDays * DAY_MS,
      serviceBytes: keepLogsServiceBytes,
      totalBytes: keepLogsTotalBytes,
    };
    history
      .bound(bounds, clock.now())
      .catch((thrown: unknown) => log.error('the kept logs could not be bounded', { thrown }));
  }
}

/** A service's name as the settings name it: `project/service`, or the container's own. */
export const nameOf = ({ stack, service, name }: Pick<Container, 'stack' | 'service' | 'name'>): string =>
  stack && service ? `${stack}/${service}` : name;
