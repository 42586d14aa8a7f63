import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Stack } from '#shared/contract/stacks.ts';
import type { EngineEvent } from '#main/engine/engine-json.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { Log } from '#main/engine/engine.ts';
import { type Plan, planStack } from '#main/stacks/plan/planner.ts';
import { type HasDone, readWorld } from '#main/stacks/plan/world.ts';
import type { StackTargets } from '#main/stacks/stack-targets.ts';

/** A burst of events is looked at once. */
const BURST_MS = 700;
/** In a storm no more often: what differs is seen within 5 s all the same. */
const LEAST_MS = 2000;
const LOOK_MS = 10_000;
const MOST_REASONS = 20;
const TELLING =
  /^(create|start|die|stop|pause|unpause|rename|update|destroy|health_status|connect|disconnect|pull|tag|untag|delete|load|import|remove)/;

export interface DriftWatchOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly engines: Engines;
  readonly targets: StackTargets;
  readonly hasDone: HasDone;
}

/** Whether the stacks differ from their targets: looked at when events say that something changed, never by the clock. */
export class DriftWatch implements Disposable {
  readonly #options: DriftWatchOptions;
  readonly #store = new DisposableStore();
  readonly #abort = new AbortController();
  readonly #dirty = new Set<string>();
  #timer: Disposable | undefined;
  #isLooking = false;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(options: DriftWatchOptions) {
    this.#options = options;
    const { engines, targets } = options;
    this.#store.add(engines.events().onEvent((event) => this.#onEvent(event)));
    this.#store.add(engines.events().onOpened(() => this.lookAtAll()));
    this.lookAtAll();
    let known = new Set(targets.store.names());
    this.#store.add(
      targets.onChange(() => {
        const names = targets.store.names();
        for (const name of names) if (!known.has(name)) this.look(name);
        known = new Set(names);
      }),
    );
  }

  /** Because its target changed, or an apply ended. */
  look(name: string): void {
    this.#dirty.add(name);
    this.#schedule();
  }

  lookAtAll(): void {
    for (const name of this.#options.targets.store.names()) this.#dirty.add(name);
    if (this.#dirty.size > 0) this.#schedule();
  }

  dispose(): void {
    this.#abort.abort();
    this.#timer?.dispose();
    this.#store.dispose();
  }

  #onEvent({ type, action, attributes }: EngineEvent): void {
    if (!TELLING.test(action)) return;
    const stack = attributes['com.docker.compose.project'];
    if (type === 'container' && stack === undefined) return;
    if (type === 'container' && stack !== undefined) {
      if (this.#options.targets.store.get(stack)) this.look(stack);
    } else if (type === 'network' || type === 'volume' || type === 'image') this.lookAtAll();
  }

  #schedule(): void {
    if (this.#timer || this.#isLooking || this.#abort.signal.aborted) return;
    const { clock } = this.#options;
    const wait = Math.max(BURST_MS, LEAST_MS - (clock.monotonic() - this.#lastAt));
    this.#timer = clock.after(wait, () => {
      this.#timer = undefined;
      this.#lookAtDirty().catch((thrown: unknown) =>
        this.#options.log.warn('stacks could not be compared with their targets', { thrown }),
      );
    });
  }

  async #lookAtDirty(): Promise<void> {
    const { clock, engines } = this.#options;
    if (engines.status().state !== 'connected') return;
    this.#isLooking = true;
    const names = [...this.#dirty];
    this.#dirty.clear();
    try {
      for (const name of names) await this.#lookAt(name);
    } finally {
      this.#isLooking = false;
      this.#lastAt = clock.monotonic();
    }
    if (this.#dirty.size > 0) this.#schedule();
  }

  async #lookAt(name: string): Promise<void> {
    const { targets, engines, log, hasDone } = this.#options;
    // Half of what is there differs then; its end looks again.
    if (!targets.store.get(name) || targets.jobOf(name) !== undefined) return;
    const { project } = targets.read(name);
    if (!project) return targets.setDrift(name, null);
    try {
      const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(LOOK_MS)]);
      targets.setDrift(
        name,
        driftOf(planStack(project, await readWorld(engines.get(), project, hasDone, signal), true)),
      );
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'conflict')
        targets.setDrift(name, { differs: true, reasons: [thrown.message] });
      // Docker went away in the middle: when it is back all are looked at.
      else log.debug('a stack could not be compared with its target', { name, thrown: String(thrown) });
    }
  }
}

/** What an apply would do, in sentences; that an image would be pulled again by its policy is none of it. */
function driftOf({ actions, resources }: Plan): NonNullable<Stack['drift']> {
  const reasons = [
    ...resources
      .filter(
        ({ kind, action, reason }) => action !== 'unchanged' && (kind !== 'image' || !reason.startsWith('pull_policy')),
      )
      .map(({ kind, name, reason }) => `${kind} ${name}: ${reason}`),
    ...actions.filter(({ action }) => action !== 'unchanged').map(({ name, reason }) => `${name}: ${reason}`),
  ];
  return { differs: reasons.length > 0, reasons: reasons.slice(0, MOST_REASONS) };
}
