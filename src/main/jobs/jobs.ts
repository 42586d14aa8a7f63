import { randomBytes } from 'node:crypto';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** `protocol`, jobs: the last 200 of 24 h. */
const KEPT = 200;
/** Of those at most so many acts that were over at once: whoever starts and stops a lot still finds the build of this morning. */
const KEPT_CHANGES = 100;
const KEPT_MS = 24 * 3600 * 1000;
const OUTPUT_LINES = 200;

export interface JobPlan {
  readonly kind: Job['kind'];
  readonly title: string;
  readonly startedBy: string;
  /** The docker command of the same effect. */
  readonly command: string | null;
}

/** What a job tells of itself while it runs. */
export interface JobContext {
  readonly job: string;
  readonly signal: AbortSignal;
  /** 0 to 1. */
  progress(share: number): void;
  /** What there is to say of it at the moment; undefined takes it back. */
  say(message: string | undefined): void;
  output(line: string): void;
}

interface Entry {
  info: Job;
  readonly output: string[];
  readonly abort: AbortController;
  done: Promise<void>;
}

/** Everything that takes long: started, followed, cancelled, and still there to be read after its end. */
export class Jobs {
  readonly #clock: Clock;
  readonly #toError: (thrown: unknown) => AppError;
  readonly #entries = new Map<string, Entry>();
  readonly #changes = new Emitter<Job>();

  constructor(clock: Clock, toError: (thrown: unknown) => AppError) {
    this.#clock = clock;
    this.#toError = toError;
  }

  /** Begins at once; what the work throws is the job's error and nobody else's. */
  start(plan: JobPlan, work: (context: JobContext) => Promise<void>): string {
    const id = randomBytes(8).toString('hex');
    const abort = new AbortController();
    const info: Job = {
      job: id,
      kind: plan.kind,
      title: plan.title,
      status: 'running',
      progress: null,
      startedBy: plan.startedBy,
      startedAt: new Date(this.#clock.now()).toISOString(),
      command: plan.command,
    };
    const output: string[] = [];
    const context: JobContext = {
      job: id,
      signal: abort.signal,
      progress: (share) => this.#change(id, { progress: Math.min(1, Math.max(0, share)) }),
      say: (message) => this.#change(id, { message }),
      output: (line) => {
        output.push(line);
        if (output.length > OUTPUT_LINES) output.shift();
      },
    };
    const entry: Entry = { info, output, abort, done: Promise.resolve() };
    this.#entries.set(id, entry);
    this.#forgetOld();
    this.#changes.fire(info);
    entry.done = this.#run(id, work, context);
    return id;
  }

  /** Something that is over already: it is kept as the others are. `instead` of an earlier one, which it goes on with. Gives its id. */
  record(
    plan: JobPlan,
    beganMs: number,
    failure?: unknown,
    { output = [], instead }: { output?: readonly string[]; instead?: string | undefined } = {},
  ): string {
    const info: Job = {
      job: instead ?? randomBytes(8).toString('hex'),
      kind: plan.kind,
      title: plan.title,
      status: failure === undefined ? 'done' : 'failed',
      progress: failure === undefined ? 1 : null,
      startedBy: plan.startedBy,
      startedAt: new Date(beganMs).toISOString(),
      endedAt: new Date(this.#clock.now()).toISOString(),
      ...(failure !== undefined && { error: this.errorOf(failure).toShape() }),
      command: plan.command,
    };
    const lines = output.slice(-OUTPUT_LINES);
    this.#entries.set(info.job, { info, output: lines, abort: new AbortController(), done: Promise.resolve() });
    this.#forgetOld();
    this.#changes.fire(info);
    return info.job;
  }

  /** What was thrown as it is kept. */
  errorOf(thrown: unknown): AppError {
    const error = this.#toError(thrown);
    if (error.reason !== 'cancelled') return error;
    return new AppError('timeout', 'Nobody waited for its end any more: its time was up, or whoever asked went away.', {
      reason: 'cancelled',
      hint: 'Docker may have done it nevertheless. Look at the state.',
      cause: thrown,
    });
  }

  /** Newest first. */
  list(): Job[] {
    this.#forgetOld();
    return [...this.#entries.values()].map(({ info }) => info).reverse();
  }

  get(id: string): { job: Job; output: string[] } {
    const { info, output } = this.#entry(id);
    return { job: info, output: [...output] };
  }

  /** Settles when the work has let go. A job that has ended stays as it ended. */
  async cancel(id: string): Promise<void> {
    const { abort, done } = this.#entry(id);
    abort.abort();
    await done;
  }

  onChange(listener: (job: Job) => void): Disposable {
    return this.#changes.on(listener);
  }

  async dispose(): Promise<void> {
    for (const { abort } of this.#entries.values()) abort.abort();
    await Promise.all([...this.#entries.values()].map(({ done }) => done));
    this.#changes.clear();
  }

  async #run(id: string, work: (context: JobContext) => Promise<void>, context: JobContext): Promise<void> {
    const endedAt = (): string => new Date(this.#clock.now()).toISOString();
    try {
      await work(context);
      const end: Partial<Job> = context.signal.aborted ? { status: 'cancelled' } : { status: 'done', progress: 1 };
      context.say(undefined);
      this.#change(id, { ...end, endedAt: endedAt() });
    } catch (thrown) {
      const end: Partial<Job> = context.signal.aborted
        ? { status: 'cancelled' }
        : { status: 'failed', error: this.#toError(thrown).toShape() };
      context.say(undefined);
      this.#change(id, { ...end, endedAt: endedAt() });
    }
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (!entry)
      throw new AppError('not_found', `There is no job "${id}".`, { hint: 'Jobs are kept for 24 h, at most 200.' });
    return entry;
  }

  #change(id: string, change: Partial<Job>): void {
    const entry = this.#entries.get(id);
    if (!entry || entry.info.endedAt !== undefined) return;
    if ('message' in change && change.message === entry.info.message) return;
    entry.info = { ...entry.info, ...change };
    this.#changes.fire(entry.info);
  }

  #forgetOld(): void {
    const oldest = this.#clock.now() - KEPT_MS;
    let changes = [...this.#entries.values()].filter(({ info }) => info.kind === 'change').length;
    for (const [id, { info }] of this.#entries) {
      if (info.endedAt === undefined) continue;
      const isOneTooMany = info.kind === 'change' && changes > KEPT_CHANGES;
      if (!isOneTooMany && this.#entries.size <= KEPT && Date.parse(info.endedAt) >= oldest) continue;
      this.#entries.delete(id);
      if (info.kind === 'change') changes -= 1;
    }
  }
}
