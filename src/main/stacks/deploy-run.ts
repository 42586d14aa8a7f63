import type { Clock } from '#shared/base/clock.ts';
import type { DeployLine } from '#shared/contract/stacks.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { JobContext } from '#main/jobs/jobs.ts';
import type { ProgressFeed } from '#main/jobs/progress-feed.ts';
import type { Done, Telling } from '#main/stacks/deploy-ports.ts';

interface RunOptions {
  readonly clock: Clock;
  readonly feed: ProgressFeed<DeployLine>;
}

/** One apply as it is told: to the watchers of its stages, and to those of its job. */
export class DeployRun implements Telling {
  readonly done: Done = {};
  readonly #name: string;
  readonly #steps: number;
  readonly #context: JobContext;
  readonly #options: RunOptions;
  #did = 0;

  constructor(name: string, steps: number, context: JobContext, options: RunOptions) {
    this.#name = name;
    this.#steps = steps;
    this.#context = context;
    this.#options = options;
    options.feed.begin(context.job);
    this.tell('plan', 'Looking at what is there.');
  }

  tell(stage: DeployLine['stage'], message: string, service?: string): void {
    this.#context.say(message);
    this.#context.output(message);
    this.#add(stage, message, 'running', service);
  }

  note(line: string): void {
    this.#context.output(line);
  }

  step(): void {
    this.#did++;
    this.#context.progress(this.#share());
  }

  count(done: Done): void {
    for (const [action, count] of Object.entries(done) as [keyof Done, number][])
      this.done[action] = (this.done[action] ?? 0) + count;
  }

  end(status: DeployLine['status'], message: string, thrown?: unknown): void {
    this.#context.output(message);
    this.#add('done', message, status, undefined, thrown);
  }

  #add(
    stage: DeployLine['stage'],
    message: string,
    status: DeployLine['status'],
    service: string | undefined,
    thrown?: unknown,
  ): void {
    this.#options.feed.add({
      job: this.#context.job,
      stack: this.#name,
      stage,
      ...(service !== undefined && { service }),
      progress: status === 'done' ? 1 : this.#share(),
      message,
      status,
      ...(thrown instanceof AppError && { error: thrown.toShape() }),
      time: new Date(this.#options.clock.now()).toISOString(),
    });
  }

  /** What came up on the way is not among the steps that were counted beforehand. */
  #share(): number {
    return this.#steps === 0 ? 0 : Math.min(0.99, this.#did / this.#steps);
  }
}

const WORDS = [
  ['create', 'created'],
  ['recreate', 'recreated'],
  ['start', 'started'],
  ['stop', 'stopped'],
  ['remove', 'removed'],
] as const;

/** `isWhole`: it came to its end. */
export function summaryOf(done: Done, isWhole: boolean): string {
  const parts = WORDS.flatMap(([action, word]) => (done[action] ? [`${word} ${done[action]}`] : []));
  const text = parts.join(', ');
  if (text === '') return isWhole ? 'Nothing was to be done.' : 'Nothing was changed.';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
