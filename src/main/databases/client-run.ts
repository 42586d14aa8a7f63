import { randomBytes } from 'node:crypto';
import type { Engine, ExecOutcome } from '#main/engine/engine.ts';
import { type Clock, sleep } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { type ClientCall, STATEMENT_SECONDS } from '#main/databases/adapter.ts';

/** Tells its own number, takes the password from its file and becomes the first client that is there. */
const START = [
  'echo $$',
  'if [ -n "$QUAYSIDE_SECRET_FILE" ]; then export "$QUAYSIDE_SECRET_NAME=$(cat "$QUAYSIDE_SECRET_FILE")"; fi',
  'names=$1',
  'shift',
  // In case nobody is left who would end it: `timeout` has two forms, and busybox's leaves a process behind for a second.
  `ulimit -t ${STATEMENT_SECONDS + 5} 2>/dev/null`,
  'for name in $names; do command -v "$name" >/dev/null 2>&1 && exec "$name" "$@"; done',
  'exit 127',
].join('\n');

/**
 * Dropping the connection leaves the process alive (`facts/engine` A.5). An interrupt lets the client tell its server; what
 * heeds none is killed, with what it started. Exit code 0: nothing is left of it.
 */
const END = [
  'for s in INT TERM KILL; do',
  'kill -s $s -- -"$1" 2>/dev/null || kill -s $s "$1" 2>/dev/null || exit 0',
  'n=0; while [ $n -lt 8 ]; do kill -0 "$1" 2>/dev/null || exit 0; sleep 0.1 2>/dev/null || sleep 1; n=$((n+1)); done',
  'done',
  'kill -0 "$1" 2>/dev/null && exit 1 || exit 0',
].join('\n');

const END_TIMEOUT_MS = 6000;
/** Beyond what the database itself was told. */
const GRACE_MS = 2000;
const NO_CLIENT = 127;
const CANNOT_START = 126;
const KEPT_BYTES = 64 * 1024;

export interface ClientOutcome {
  readonly exitCode: number | null;
  readonly stderr: string;
  /** The beginning of what it printed. */
  readonly output: string;
  /** Why it was ended from here. */
  readonly ended: 'cancelled' | 'timeout' | 'enough' | undefined;
}

export interface ClientRunDeps {
  readonly engine: Engine;
  readonly container: string;
  readonly clock: Clock;
}

/**
 * Runs a client inside a container; `onText` gets what it prints and says `enough` when no more is wanted. Cancelled by
 * `signal` or late, its process is ended and is gone when this settles.
 */
export async function runClient(
  { engine, container, clock }: ClientRunDeps,
  call: ClientCall,
  onText: (text: string) => 'more' | 'enough',
  signal: AbortSignal,
): Promise<ClientOutcome> {
  const decoder = new TextDecoder();
  const head = new Head();
  let ended: ClientOutcome['ended'];
  let failure: Error | undefined;
  const connection = new AbortController();
  let ending: Promise<void> | undefined;
  const end = (why: NonNullable<ClientOutcome['ended']>): void => {
    ended ??= why;
    ending ??= endProcess({ engine, container, clock }, () => head.pid).finally(() => {
      // What is left of the connection says no more than that.
      clock.after(500, () => connection.abort());
    });
  };
  const take = (bytes: Uint8Array): void => {
    const text = head.take(decoder.decode(bytes, { stream: true }));
    if (text === '' || ended !== undefined) return;
    try {
      if (onText(text) === 'enough') end('enough');
    } catch (thrown) {
      failure = thrown instanceof Error ? thrown : new Error(String(thrown));
      end('enough');
    }
  };
  const cancel = (): void => end('cancelled');
  signal.addEventListener('abort', cancel, { once: true });
  const late = clock.after(STATEMENT_SECONDS * 1000 + GRACE_MS, () => end('timeout'));
  if (signal.aborted) cancel();
  try {
    const { env, args, clients } = call;
    const options = {
      command: ['sh', '-c', START, 'sh', clients.join(' '), ...args],
      env: [...env, ...secretEnv(call)],
      onStdout: take,
    };
    const outcome = await engine.exec(container, options, KEPT_BYTES, connection.signal).catch((thrown: unknown) => {
      if (!connection.signal.aborted) throw thrown;
      return undefined;
    });
    await ending;
    if (failure !== undefined) throw failure;
    if (outcome && ended === undefined) refuseNotStarted(outcome, head, clients);
    return {
      exitCode: outcome?.exitCode ?? null,
      stderr: new TextDecoder().decode(outcome?.stderr),
      output: new TextDecoder().decode(outcome?.stdout).replace(/^\d+\r?\n/, ''),
      ended,
    };
  } finally {
    late.dispose();
    signal.removeEventListener('abort', cancel);
    await ending;
  }
}

const secretEnv = ({ secret }: ClientCall): string[] =>
  secret === undefined
    ? []
    : secret.value !== undefined
      ? [`${secret.variable}=${secret.value}`]
      : [`QUAYSIDE_SECRET_NAME=${secret.variable}`, `QUAYSIDE_SECRET_FILE=${secret.file ?? ''}`];

/** The first line is the process's number. */
class Head {
  pid: number | undefined;
  #text = '';

  take(text: string): string {
    if (this.pid !== undefined) return text;
    this.#text += text;
    const found = /^(\d{1,10})\r?\n/.exec(this.#text);
    if (!found) return '';
    this.pid = Number(found[1]);
    return this.#text.slice(found[0].length);
  }
}

async function endProcess({ engine, container, clock }: ClientRunDeps, pidOf: () => number | undefined): Promise<void> {
  const over = new AbortController();
  const timer = clock.after(END_TIMEOUT_MS, () => over.abort());
  try {
    // It is told before anything else, within what an exec takes to start.
    while (pidOf() === undefined && !over.signal.aborted) await sleep(clock, 20, over.signal);
    const pid = pidOf();
    if (pid === undefined) return;
    const command = ['sh', '-c', END, 'sh', String(pid)];
    // Paused, removed or out of reach: then nothing more can be done from here.
    await engine.exec(container, { command }, 1024, over.signal).catch(() => undefined);
  } finally {
    timer.dispose();
  }
}

function refuseNotStarted(outcome: ExecOutcome, head: Head, clients: readonly string[]): void {
  if (head.pid === undefined && outcome.exitCode === CANNOT_START)
    throw new AppError('conflict', 'This image has no shell, and without one no client can be run.', {
      reason: 'no_shell',
    });
  const isMissing = outcome.exitCode === NO_CLIENT && outcome.stderr.length === 0;
  if (isMissing)
    throw new AppError('conflict', `This image has no ${clients[0] ?? 'client'}.`, {
      hint: "Statements are run by the database's own client inside the container.",
    });
}

/** Nothing that is in anybody's data. */
export const newNullMark = (): string => `NULL-${randomBytes(12).toString('hex')}`;
