import type { Clock } from '#shared/base/clock.ts';
import { tookWords } from '#shared/format/duration.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { plural } from '#shared/format/quantity.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Jobs } from '#main/jobs/jobs.ts';

/**
 * Acts of one sort that follow each other within this are one act on several: a bulk act comes as one command for each
 * thing, all at once or one after the other with only the way to the page between them. By hand nobody is as quick.
 */
const JOIN_MS = 1000;

export interface OneOfSeveral {
  /** "Stop", "Remove": stands before the name, or before how many there are. */
  readonly verb: string;
  /** "container": what is counted. */
  readonly noun: string;
  readonly name: string;
  /** What docker is told before the name: it takes several names after it. */
  readonly words: readonly string[];
  readonly engine: string;
  readonly startedBy: string;
}

interface Ended {
  readonly name: string;
  readonly tookMs: number;
  readonly error: AppError | undefined;
}

interface Group {
  readonly beganMs: number;
  readonly ended: Ended[];
  job: string | undefined;
  underWay: number;
  lastMs: number;
}

/**
 * Acts that are over at once, kept among the jobs afterwards. Those that one person does to several things together are
 * one entry, as they are one docker command: 200 entries for 200 stopped containers would bury all that was done before.
 */
export class JoinedActs {
  readonly #jobs: Jobs;
  readonly #clock: Clock;
  readonly #groups = new Map<string, Group>();

  constructor(jobs: Jobs, clock: Clock) {
    this.#jobs = jobs;
    this.#clock = clock;
  }

  async do<T>(act: OneOfSeveral, work: () => Promise<T>): Promise<T> {
    const beganMs = this.#clock.now();
    const group = this.#groupFor(act, beganMs);
    group.underWay += 1;
    try {
      const result = await work();
      this.#keep(group, act, beganMs);
      return result;
    } catch (thrown) {
      this.#keep(group, act, beganMs, this.#jobs.errorOf(thrown));
      throw thrown;
    }
  }

  #groupFor({ engine, startedBy, verb, noun, words }: OneOfSeveral, nowMs: number): Group {
    for (const [key, { underWay, lastMs }] of this.#groups)
      if (underWay === 0 && Math.abs(nowMs - lastMs) > JOIN_MS) this.#groups.delete(key);
    const key = JSON.stringify([engine, startedBy, verb, noun, words]);
    const group = this.#groups.get(key) ?? {
      beganMs: nowMs,
      ended: [],
      job: undefined,
      underWay: 0,
      lastMs: nowMs,
    };
    this.#groups.set(key, group);
    return group;
  }

  #keep(group: Group, { verb, noun, words, name, startedBy }: OneOfSeveral, beganMs: number, error?: AppError): void {
    const nowMs = this.#clock.now();
    group.underWay -= 1;
    group.lastMs = nowMs;
    group.ended.push({ name, tookMs: Math.max(0, nowMs - beganMs), error });
    const { ended } = group;
    const plan = {
      kind: 'change',
      title: `${verb} ${ended.length === 1 ? nounFor(noun) + name : plural(ended.length, noun)}`,
      command: joinCommand([...words, ...ended.map((one) => one.name)]),
      startedBy,
    } as const;
    const output = ended.length === 1 ? [] : ended.map(lineOf);
    group.job = this.#jobs.record(plan, group.beganMs, failureOf(ended), { output, instead: group.job });
  }
}

/** A container is called by its name alone, all over the program. */
const nounFor = (noun: string): string => (noun === 'container' ? '' : `${noun} `);

const lineOf = ({ name, tookMs, error }: Ended): string =>
  error === undefined
    ? `${name}: done in ${tookWords(tookMs)}`
    : `${name}: ${[error.message, error.hint].filter(Boolean).join(' ')}`;

/** Of several the first reason and how many there are: the others stand in the output. */
function failureOf(ended: readonly Ended[]): AppError | undefined {
  const failed = ended.filter(({ error }) => error !== undefined);
  const [first] = failed;
  if (!first?.error || ended.length === 1) return first?.error;
  const { code, message, hint, reason } = first.error;
  return new AppError(code, `${failed.length} of ${ended.length} failed. ${first.name}: ${message}`, {
    ...(hint !== undefined && { hint }),
    ...(reason !== undefined && { reason }),
    cause: first.error,
  });
}
