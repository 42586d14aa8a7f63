import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Caller } from '#main/commands/handler.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { ImageProgress } from '#main/engine/image-json.ts';
import { MASK, maskText } from '#main/engine/mask.ts';
import { BuildSteps } from '#main/images/build-steps.ts';
import { Silence } from '#main/images/silence.ts';
import { TransferProgress } from '#main/images/transfer-progress.ts';
import type { JobContext } from '#main/jobs/jobs.ts';
import type { ProgressFeed } from '#main/jobs/progress-feed.ts';
import type { Clock } from '#shared/base/clock.ts';
import { formatImageReference, type ImageReference } from '#shared/base/image-reference.ts';
import type { BuildLine, BuildRequest, TransferState } from '#shared/contract/image-jobs.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { isSecretVariable } from '#shared/format/secret-name.ts';
import { AppError, toAppError } from '#shared/protocol/errors.ts';

/** Docker tells of each layer ten times a second; nobody sees more than this. */
const TELL_MS = 250;
/** Each step is told to everyone who watches jobs. */
const TELL_SHARE = 0.01;

export type Progress = {
  readonly transfers: ProgressFeed<TransferState>;
  readonly builds: ProgressFeed<BuildLine>;
};

export type ImageJobDeps = Pick<HandlerDeps, 'jobs' | 'clock' | 'registryLogins' | 'imageProgress'>;

interface Transfer {
  readonly engine: Engine;
  readonly direction: 'pull' | 'push';
  readonly reference: ImageReference;
  readonly platform?: string | undefined;
}

/** A pull or a push as a job. Gives its id. */
export function startTransfer(deps: ImageJobDeps, wanted: Transfer, caller: Caller): string {
  const { jobs, registryLogins } = deps;
  const { engine, direction, reference, platform } = wanted;
  const name = formatImageReference(reference);
  const flag = platform === undefined ? '' : ` --platform ${platform}`;
  const plan = {
    kind: direction,
    title: `${direction === 'pull' ? 'Pull' : 'Push'} ${name}`,
    startedBy: caller.user,
    command: `docker ${direction}${flag} ${name}`,
  } as const;
  return jobs.start(plan, async (context) => {
    const told = new ToldTransfer(deps, context, direction, name);
    await told.run(async (onProgress) => {
      const { signal } = context;
      const credentials = engine.isSimulated ? undefined : await registryLogins.find(reference.registry, signal);
      if (direction === 'pull') await engine.images.pull(reference, { platform, credentials }, onProgress, signal);
      else await engine.images.push(reference, credentials, onProgress, signal);
    });
  });
}

/** What a transfer tells: to the watchers of its layers at a pace, to those of jobs in a sentence, and its output. */
class ToldTransfer {
  readonly #clock: Clock;
  readonly #feed: ProgressFeed<TransferState>;
  readonly #context: JobContext;
  readonly #direction: 'pull' | 'push';
  readonly #reference: string;
  readonly #progress = new TransferProgress();
  #message: string | undefined;
  #isTold = true;

  constructor(deps: ImageJobDeps, context: JobContext, direction: 'pull' | 'push', reference: string) {
    this.#clock = deps.clock;
    this.#feed = deps.imageProgress.transfers;
    this.#context = context;
    this.#direction = direction;
    this.#reference = reference;
    this.#feed.begin(context.job);
  }

  async run(work: (onProgress: (progress: ImageProgress) => void) => Promise<void>): Promise<void> {
    const { signal, output } = this.#context;
    const silence = new Silence(this.#clock, (seconds) => this.#say(silentWords(seconds)));
    let pace = this.#clock.after(TELL_MS, () => tick());
    const tick = (): void => {
      if (!this.#isTold) this.#tell('running');
      pace = this.#clock.after(TELL_MS, () => tick());
    };
    this.#tell('running');
    try {
      await work((progress) => {
        const isNews = this.#progress.take(progress);
        if (isNews) silence.broken();
        const retry = this.#progress.retryInSeconds;
        if (retry !== null) this.#say(`The connection broke. Docker tries again in ${retry} s.`);
        else if (isNews) this.#say(undefined);
        this.#isTold = false;
        if (progress.id === undefined || /complete|exists|Pushed|Mounted/.test(progress.status ?? ''))
          output([progress.id, progress.status ?? progress.error].filter(Boolean).join(': '));
      });
      this.#tell('done');
    } catch (thrown) {
      const status = signal.aborted ? 'cancelled' : 'failed';
      this.#tell(status, status === 'failed' ? thrown : undefined);
      const said = thrown instanceof AppError && thrown.cause instanceof Error ? thrown.cause.message : undefined;
      if (said !== undefined && !signal.aborted) output(said);
      throw thrown;
    } finally {
      silence.dispose();
      pace.dispose();
      this.#feed.end(this.#context.job);
    }
  }

  #say(message: string | undefined): void {
    if (this.#message === message) return;
    this.#message = message;
    this.#context.say(message);
    this.#isTold = false;
  }

  #tell(status: TransferState['status'], thrown?: unknown): void {
    const { layers, bytesDone, bytesTotal, share } = this.#progress;
    this.#isTold = true;
    if (share !== null && status === 'running') this.#context.progress(Math.floor(share / TELL_SHARE) * TELL_SHARE);
    this.#feed.add({
      job: this.#context.job,
      direction: this.#direction,
      reference: this.#reference,
      layers,
      bytesDone,
      bytesTotal,
      progress: status === 'done' ? 1 : share,
      ...(this.#message !== undefined && status === 'running' && { message: this.#message }),
      status,
      ...(thrown !== undefined && { error: shapeOf(thrown) }),
      time: new Date(this.#clock.now()).toISOString(),
    });
  }
}

export interface BuildWork {
  readonly engine: Engine;
  readonly request: BuildRequest;
  /** As a person would have typed it. */
  readonly where: string;
  /** Gives the archive; `context.say` tells of it meanwhile. */
  read(context: JobContext, use: (archive: AsyncIterable<Uint8Array>) => Promise<void>): Promise<void>;
  /** Registries that the base images come from. */
  readonly registries: readonly string[];
}

/** A build as a job. Gives its id. */
export function startBuild(
  deps: ImageJobDeps,
  { engine, request, where, read, registries }: BuildWork,
  caller: Caller,
): string {
  const { jobs, registryLogins, imageProgress, clock } = deps;
  const plan = {
    kind: 'build',
    title: `Build ${request.tag}`,
    startedBy: caller.user,
    command: buildCommand(request, where),
  } as const;
  return jobs.start(plan, async (context) => {
    const { job, signal } = context;
    const feed = imageProgress.builds;
    const steps = new BuildSteps();
    feed.begin(job);
    const hidden = hiding(request.args);
    const tell = (message: string, status: BuildLine['status'] = 'running', thrown?: unknown): void =>
      feed.add({
        job,
        step: steps.step,
        steps: steps.steps,
        progress: status === 'done' ? 1 : shareOf(steps),
        message: hidden(message),
        status,
        ...(thrown !== undefined && { error: shapeOf(thrown) }),
        time: new Date(clock.now()).toISOString(),
      });
    const print = (lines: readonly string[]): void => {
      for (const line of lines) {
        context.output(hidden(line));
        tell(line);
      }
    };
    let shown = 0;
    const onProgress = (progress: ImageProgress): void => {
      silence.broken();
      print(steps.take(progress));
      if (steps.step !== shown) {
        shown = steps.step;
        context.progress(shareOf(steps) ?? 0);
      }
      context.say(shown === 0 ? undefined : `Step ${shown} of ${steps.steps}: ${hidden(steps.instruction)}`);
    };
    const silence = new Silence(clock, (seconds) =>
      context.say(`${shown === 0 ? '' : `Step ${shown} of ${steps.steps}: `}nothing was printed for ${seconds} s.`),
    );
    try {
      const credentials = engine.isSimulated ? {} : await registryLogins.all(registries, signal);
      const { dockerfile, tag, args, target, platform, noCache } = request;
      const options = { dockerfile, tags: [tag], args, target, platform, noCache, credentials };
      await read(context, (archive) => engine.images.build(archive, options, onProgress, signal));
      print(steps.rest());
      tell(`Built ${tag}.`, 'done');
    } catch (thrown) {
      if (signal.aborted) {
        tell('Cancelled.', 'cancelled');
        throw thrown;
      }
      print(steps.rest());
      const failure = failureOf(thrown, steps, hidden);
      tell(failure instanceof Error ? failure.message : String(failure), 'failed', failure);
      throw failure;
    } finally {
      silence.dispose();
      feed.end(job);
    }
  });
}

/** Values this short stand for themselves in too much else. */
const MIN_HIDDEN = 4;

/** Takes out what looks like a secret, and values of secret-like build arguments wherever a step prints them. */
function hiding(args: BuildRequest['args']): (text: string) => string {
  const values = Object.entries(args).flatMap(([name, value]) =>
    isSecretVariable(name) && value.length >= MIN_HIDDEN ? [value] : [],
  );
  return (text) => values.reduce((rest, value) => rest.replaceAll(value, MASK), maskText(text, 'masked'));
}

/** Which step failed; a refusal before the first one is told as it is. */
function failureOf(thrown: unknown, steps: BuildSteps, hidden: (text: string) => string): unknown {
  if (!(thrown instanceof AppError) || thrown.code !== 'engine_error') return thrown;
  const named = steps.failure(thrown.message);
  if (named === undefined) return thrown;
  return new AppError('engine_error', hidden(`${named}.`.replace(/\.\.$/, '.')), {
    hint: 'What it printed before stands in its output.',
    cause: thrown,
  });
}

/** The step that runs is not done. */
const shareOf = ({ step, steps }: BuildSteps): number | null => (steps === 0 ? null : (step - 1) / steps);

/** Values of build arguments may be secret; docker itself takes them from the environment where none is written. */
function buildCommand({ tag, dockerfile, args, target, platform, noCache }: BuildRequest, where: string): string {
  const flags = [
    '-t',
    tag,
    ...(dockerfile === 'Dockerfile' ? [] : ['-f', dockerfile]),
    ...Object.keys(args).flatMap((name) => ['--build-arg', name]),
    ...(target === undefined ? [] : ['--target', target]),
    ...(platform === undefined ? [] : ['--platform', platform]),
    ...(noCache ? ['--no-cache'] : []),
  ];
  return joinCommand(['docker', 'build', ...flags, where]);
}

const silentWords = (seconds: number): string =>
  `The registry has sent nothing for ${seconds} s. Wait, or cancel and try again: what is there is kept.`;

const shapeOf = (thrown: unknown): ReturnType<AppError['toShape']> =>
  toAppError(
    thrown,
    () => undefined,
    () => '',
  ).toShape();
