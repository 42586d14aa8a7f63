import type { Engine, Terminal } from '#main/engine/engine.ts';
import type { Clock } from '#shared/base/clock.ts';
import { sleep } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';

export interface StartRequest {
  readonly container: string;
  /** Undefined: the first shell found. */
  readonly command?: readonly string[] | undefined;
  readonly user?: string | undefined;
  /** 1 to 1000 each. */
  readonly columns: number;
  readonly rows: number;
}

/** A terminal whose process runs. */
export interface StartedTerminal {
  readonly terminal: Terminal;
  readonly command: readonly string[];
  /** How the process can be killed from inside its container; null where the image has no shell to ask. */
  readonly inside: { readonly pid: number; readonly shell: string } | null;
}

/** `facts/engine` A.5: a full distribution, most images, and the ones built from busybox alone. */
const SHELLS = ['/bin/bash', '/bin/sh', '/busybox/sh'] as const;
/** The engine itself gives up on a start after 10 s. */
const START_TIMEOUT_MS = 10_000;
const POLL_MS = 50;
/** The line with the process's number is short; what is longer is something else. */
const MAX_HEAD_BYTES = 4096;
/** Programs that draw ask for the kind of terminal by this; ours is xterm. */
const TERMINAL_ENV = ['TERM=xterm-256color'];

/**
 * Starts a command on a terminal, by default the first shell of the image. It goes through a shell that first tells
 * its own number and then becomes the command: dropping the connection leaves the process alive, and only this
 * number ends it (`facts/engine` A.5). Throws `conflict` with reason no_shell, `bad_request` where the command or the
 * user does not exist, and what the engine throws. `onData` gets what comes after that number; bytes are the receiver's.
 */
export async function startTerminal(
  engine: Engine,
  request: StartRequest,
  onData: (bytes: Uint8Array) => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<StartedTerminal> {
  const { command } = request;
  for (const shell of SHELLS) {
    const told = command
      ? [shell, '-c', 'echo $$; exec "$@"', shell, ...command]
      : [shell, '-c', `echo $$; exec ${shell}`];
    const attempt = new Attempt(engine, request, told, onData, clock, signal);
    const started = await attempt.run(true);
    if (started)
      return {
        terminal: started.terminal,
        command: command ?? [shell],
        inside: started.pid === null ? null : { pid: started.pid, shell },
      };
    refuseWhatNoShellCures(attempt.words, request);
  }
  if (!command) {
    throw new AppError('conflict', 'This image has no shell.', {
      reason: 'no_shell',
      hint: 'Images made for one program often have none. Its logs, statistics and settings are there all the same.',
    });
  }
  const direct = new Attempt(engine, request, command, onData, clock, signal);
  const started = await direct.run(false);
  if (started) return { terminal: started.terminal, command, inside: null };
  throw new AppError('bad_request', direct.words || `"${command[0]}" could not be started in this container.`, {
    field: 'command',
  });
}

/** A start fails in the output, with Docker's words: those that another shell would only repeat are thrown. */
function refuseWhatNoShellCures(words: string, request: StartRequest): void {
  if (
    request.user !== undefined &&
    /unable to find (user|group)|no matching entries|invalid (user|uid|gid)/i.test(words)
  ) {
    throw new AppError('bad_request', words, { field: 'user' });
  }
  const isMissing = words === '' || /not found|no such file|permission denied|not a directory|exec format/i.test(words);
  if (!isMissing) throw new AppError('engine_error', `Docker could not start a terminal: ${words}`);
}

/** One try to start one command. */
class Attempt {
  /** What Docker wrote instead of starting it. */
  words = '';
  readonly #engine: Engine;
  readonly #request: StartRequest;
  readonly #command: readonly string[];
  readonly #onData: (bytes: Uint8Array) => void;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #head: Buffer = Buffer.alloc(0);
  #isStarted = false;
  #onHead: () => void = () => undefined;

  constructor(
    engine: Engine,
    request: StartRequest,
    command: readonly string[],
    onData: (bytes: Uint8Array) => void,
    clock: Clock,
    signal: AbortSignal,
  ) {
    this.#engine = engine;
    this.#request = request;
    this.#command = command;
    this.#onData = onData;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Undefined: it could not start, see `words`. `tellsPid`: the first line is the process's number. */
  async run(tellsPid: boolean): Promise<{ terminal: Terminal; pid: number | null } | undefined> {
    const { container, user, columns, rows } = this.#request;
    const headCame = new Promise<'head'>((resolve) => (this.#onHead = () => resolve('head')));
    const terminal = await this.#engine.openTerminal(
      container,
      { command: this.#command, user, env: TERMINAL_ENV, columns, rows, onData: (bytes) => this.#receive(bytes) },
      this.#signal,
    );
    // Handled from the first moment on: a refusal may come before anybody waits for it.
    const ended = terminal.ended.then(
      () => 'ended' as const,
      (thrown: unknown) => ({ thrown }),
    );
    const how = await this.#wait(terminal, tellsPid ? headCame : undefined, ended);
    if (typeof how === 'object') throw how.thrown;
    if (how === 'late' || this.#signal.aborted) {
      terminal.close();
      throw new AppError('timeout', 'The terminal did not start within 10 s.', {
        hint: 'Docker may be busy. Try again.',
      });
    }
    const pid = tellsPid ? this.#takePid() : null;
    // A number means that it ran, even if it is over already (`echo hello`).
    if (pid === null && !(await this.#hasStarted(terminal, ended))) {
      this.words = printable(this.#head.toString('utf8'));
      terminal.close();
      return undefined;
    }
    this.#isStarted = true;
    // Not before the start: the engine would wait 10 s for it. A process that is over has no size.
    await terminal.resize(columns, rows).catch(() => undefined);
    if (this.#head.length > 0) this.#onData(this.#head);
    this.#head = Buffer.alloc(0);
    return { terminal, pid };
  }

  #receive(bytes: Uint8Array): void {
    // While the size is being set, output still waits in the head, so that its order is kept.
    if (this.#isStarted && this.#head.length === 0) return this.#onData(Uint8Array.from(bytes));
    this.#head = Buffer.concat([this.#head, bytes]);
    if (this.#head.includes(10) || this.#head.length > MAX_HEAD_BYTES) this.#onHead();
  }

  async #wait<E>(
    terminal: Terminal,
    head: Promise<'head'> | undefined,
    ended: Promise<E>,
  ): Promise<E | 'head' | 'late'> {
    const over = new AbortController();
    const stop = (): void => over.abort();
    this.#signal.addEventListener('abort', stop);
    const late = sleep(this.#clock, START_TIMEOUT_MS, over.signal).then(() => 'late' as const);
    try {
      return await Promise.race([ended, late, head ?? this.#isRunning(terminal, over.signal)]);
    } finally {
      stop();
      this.#signal.removeEventListener('abort', stop);
    }
  }

  /** Without a first line to wait for, the engine is asked until it says that the process runs. */
  async #isRunning(terminal: Terminal, signal: AbortSignal): Promise<'head'> {
    while (!signal.aborted) {
      const state = await terminal.state(signal).catch(() => null);
      if (state?.isRunning && state.hasStarted) break;
      await sleep(this.#clock, POLL_MS, signal);
    }
    return 'head';
  }

  #takePid(): number | null {
    const match = /^(\d{1,10})\r?\n/.exec(this.#head.subarray(0, 20).toString('latin1'));
    if (!match) return null;
    this.#head = Buffer.from(this.#head.subarray(match[0].length));
    return Number(match[1]);
  }

  async #hasStarted(terminal: Terminal, ended: Promise<unknown>): Promise<boolean> {
    // Docker writes why it failed a moment before it closes the connection and knows the state.
    const over = new AbortController();
    await Promise.race([ended, sleep(this.#clock, 1000, over.signal)]);
    over.abort();
    const state = await terminal.state(this.#signal).catch(() => null);
    return state?.hasStarted ?? false;
  }
}

/** Docker's words for a screen: one line, nothing that moves a cursor. */
const printable = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, 500);
