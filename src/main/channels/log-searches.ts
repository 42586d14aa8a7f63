import type { SearchQuery } from '#main/history/history-types.ts';
import type { History } from '#main/history/history.ts';
import type { Source } from '#main/hub/source.ts';
import type { Jobs } from '#main/jobs/jobs.ts';
import type { Clock } from '#shared/base/clock.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { Item, Params } from '#shared/contract/index.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { forgetOldest } from '#main/jobs/forget-oldest.ts';

type Progress = Item<'search:progress'>;

/** As every job's progress: 10 min after the end. */
const KEPT_MS = 600_000;
/** Each may hold thousands of hits. */
const MOST_KEPT = 30;

interface Search {
  readonly user: string;
  readonly items: Progress[];
  readonly added: Emitter<Progress | undefined>;
  isOver: boolean;
}

/** Searches of the kept logs: each a job, its hits a stream for the one who looks. */
export class LogSearches {
  readonly #history: History;
  readonly #jobs: Jobs;
  readonly #clock: Clock;
  readonly #searches = new Map<string, Search>();

  constructor(history: History, jobs: Jobs, clock: Clock) {
    this.#history = history;
    this.#jobs = jobs;
    this.#clock = clock;
  }

  /** Throws `bad_request` where the pattern is none; else the job. */
  start(query: SearchQuery, user: string): string {
    const search: Search = { user, items: [], added: new Emitter(), isOver: false };
    // Not for what: everybody sees the list of jobs.
    const title = 'Search the kept logs';
    const job = this.#jobs.start({ kind: 'search', title, startedBy: user, command: null }, async (context) => {
      try {
        await this.#history.search(
          query,
          ({ hits, share }) => {
            context.progress(share);
            this.#add(search, {
              job: context.job,
              progress: share,
              hits: [...hits] as Progress['hits'],
              status: 'running',
            });
          },
          context.signal,
        );
        const status = context.signal.aborted ? 'cancelled' : 'done';
        this.#add(search, { job: context.job, progress: 1, hits: [], status });
      } catch (thrown) {
        const error = thrown instanceof AppError ? thrown.toShape() : undefined;
        this.#add(search, { job: context.job, progress: 1, hits: [], status: 'failed', ...(error && { error }) });
        throw thrown;
      } finally {
        search.isOver = true;
        search.added.fire(undefined);
        this.#clock.after(KEPT_MS, () => this.#searches.delete(context.job));
      }
    });
    this.#searches.set(job, search);
    forgetOldest(this.#searches, MOST_KEPT);
    return job;
  }

  /** What is looked for may be telling: the hits are its starter's alone. */
  checkOwner(job: string, user: string): void {
    if (this.#of(job).user !== user) throw new AppError('forbidden', 'This search belongs to somebody else.');
  }

  source(): Source<Params<'search:progress'>, Progress> {
    return {
      open: ({ job }, sink, { signal }) => {
        const search = this.#of(job);
        sink.push(search.items);
        sink.ready();
        return new Promise((resolve) => {
          const end = (): void => {
            listening.dispose();
            resolve({ reason: 'done' });
          };
          const listening = search.added.on((item) => (item ? sink.push([item]) : end()));
          signal.addEventListener('abort', end, { once: true });
          if (search.isOver || signal.aborted) end();
        });
      },
    };
  }

  #of(job: string): Search {
    const search = this.#searches.get(job);
    if (!search) throw new AppError('not_found', 'There is no such search.', { hint: 'Its hits are kept for 10 min.' });
    return search;
  }

  #add(search: Search, item: Omit<Progress, 'time'>): void {
    const told = { ...item, time: new Date(this.#clock.now()).toISOString() };
    search.items.push(told);
    search.added.fire(told);
  }
}
