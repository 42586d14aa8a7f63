import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** `protocol`, Channels: a job's progress is there for 10 min after its end. */
const KEPT_MS = 600_000;

interface Kept<I> {
  readonly items: I[];
  isOver: boolean;
  forget?: Disposable;
}

/** What jobs of one sort tell of their progress, for those who watch one of them or all. */
export class ProgressFeed<I extends { readonly job: string }> {
  readonly #clock: Clock;
  readonly #held: number;
  readonly #jobs = new Map<string, Kept<I>>();
  readonly #added = new Emitter<I>();
  readonly #ended = new Emitter<string>();

  /** `held`: newest items of a job that a late watcher gets; 1 where each item is the whole as it is then. */
  constructor(clock: Clock, held: number) {
    this.#clock = clock;
    this.#held = held;
  }

  begin(job: string): void {
    this.#jobs.set(job, { items: [], isOver: false });
  }

  add(item: I): void {
    const kept = this.#jobs.get(item.job);
    if (!kept || kept.isOver) return;
    kept.items.push(item);
    if (kept.items.length > this.#held) kept.items.shift();
    this.#added.fire(item);
  }

  end(job: string): void {
    const kept = this.#jobs.get(job);
    if (!kept || kept.isOver) return;
    kept.isOver = true;
    kept.forget = this.#clock.after(KEPT_MS, () => this.#jobs.delete(job));
    this.#ended.fire(job);
  }

  /** What is held, then each new one until the job ends; without a job: of all, and never ends. Settles when it is over. */
  watch(job: string | undefined, onItems: (items: readonly I[]) => void, signal: AbortSignal): Promise<void> {
    const kept = job === undefined ? undefined : this.#jobs.get(job);
    if (job !== undefined && !kept)
      throw new AppError('not_found', 'There is no such job, or it ended a while ago.', {
        field: 'job',
        hint: 'Progress is kept for 10 min; jobs.get gives the last lines.',
      });
    onItems(kept ? [...kept.items] : [...this.#jobs.values()].flatMap(({ items }) => items));
    return new Promise((resolve) => {
      const listening = [
        this.#added.on((item) => (job === undefined || item.job === job) && onItems([item])),
        this.#ended.on((ended) => ended === job && end()),
      ];
      const end = (): void => {
        for (const one of listening) one.dispose();
        signal.removeEventListener('abort', end);
        resolve();
      };
      signal.addEventListener('abort', end, { once: true });
      if (signal.aborted || kept?.isOver) end();
    });
  }

  dispose(): void {
    for (const { forget } of this.#jobs.values()) forget?.dispose();
    this.#jobs.clear();
    this.#added.clear();
    this.#ended.clear();
  }
}
