import type { ExecOptions, ExecOutcome, Terminal, TerminalOptions } from '#main/engine/engine.ts';
import type { SimulatedContainer } from '#main/engine/simulated/container.ts';
import { simulatedClient } from '#main/engine/simulated/database.ts';
import { type Process, Shell } from '#main/engine/simulated/shell.ts';
import { SimulatedTerminal } from '#main/engine/simulated/terminal.ts';
import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';

const PROGRAMS = new Set([
  'cat',
  'date',
  'echo',
  'env',
  'false',
  'head',
  'hostname',
  'id',
  'kill',
  'ls',
  'printf',
  'ps',
  'pwd',
  'sleep',
  'true',
  'uname',
  'whoami',
]);
const CANNOT_RUN = 126;
const KILLED = 137;

/** What runs inside the simulated containers beside their own program. */
export class Processes {
  readonly #clock: Clock;
  readonly #running = new Map<string, () => void>();
  #lastPid = 20;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async exec(
    container: SimulatedContainer,
    options: ExecOptions,
    limitBytes: number,
    signal: AbortSignal,
  ): Promise<ExecOutcome> {
    const kept = { out: '', err: '' };
    const refused = refusal(container, options);
    if (refused !== undefined) return outcome(refused, '', CANNOT_RUN, limitBytes);
    const abort = new AbortController();
    const stop = (): void => abort.abort();
    const exits = container.exited.on(stop);
    signal.addEventListener('abort', stop);
    const process = this.#process(container, options, abort);
    const database = simulatedClient(options.command);
    const told = (text: string): void => {
      kept.out += text;
      options.onStdout?.(Buffer.from(text));
    };
    const shell = new Shell(
      process,
      { out: (text) => told(text), err: (text) => (kept.err += text) },
      argsOf(options.command),
    );
    try {
      let next: readonly string[] | undefined = options.command;
      if (database) {
        told(`${process.pid}\n`);
        const answer = await database(process);
        told(answer.out);
        if (!signal.aborted)
          return outcome(kept.out, answer.err, abort.signal.aborted ? KILLED : answer.code, limitBytes);
        next = undefined;
      }
      while (next) {
        const script = scriptOf(container, next);
        if (script === undefined) {
          await shell.call(next);
          next = undefined;
        } else next = await shell.run(script);
      }
    } finally {
      exits.dispose();
      signal.removeEventListener('abort', stop);
      this.#running.delete(key(container, process.pid));
    }
    if (signal.aborted)
      throw new AppError('timeout', 'The command was still running; its output was let go.', { reason: 'cancelled' });
    return outcome(kept.out, kept.err, abort.signal.aborted ? KILLED : shell.lastCode, limitBytes);
  }

  openTerminal(container: SimulatedContainer, options: TerminalOptions, signal: AbortSignal): Terminal {
    const abort = new AbortController();
    const process = this.#process(container, options, abort);
    const terminal = new SimulatedTerminal(container, process, options, abort, refusal(container, options), (command) =>
      scriptOf(container, command),
    );
    signal.addEventListener('abort', () => terminal.close(), { once: true });
    return terminal;
  }

  #process(container: SimulatedContainer, options: ExecOptions, abort: AbortController): Process {
    this.#lastPid += 1;
    const pid = this.#lastPid;
    this.#running.set(key(container, pid), () => abort.abort());
    abort.signal.addEventListener('abort', () => this.#running.delete(key(container, pid)));
    const kill = (other: number): boolean => {
      const end = this.#running.get(key(container, other));
      end?.();
      return end !== undefined;
    };
    return {
      pid,
      user: options.user || container.blueprint.user || 'root',
      container,
      clock: this.#clock,
      signal: abort.signal,
      kill,
    };
  }
}

const key = (container: SimulatedContainer, pid: number): string => `${container.id}/${pid}`;

const isShell = (container: SimulatedContainer, program: string): boolean =>
  container.blueprint.shells.some((shell) => shell === program || shell.endsWith(`/${program}`));

/** The script of `sh -c SCRIPT`; empty for a bare shell; undefined for any other program. */
function scriptOf(container: SimulatedContainer, command: readonly string[]): string | undefined {
  if (!isShell(container, command[0] ?? '')) return undefined;
  return command[1] === '-c' ? (command[2] ?? '') : '';
}

const argsOf = (command: readonly string[]): readonly string[] => (command[1] === '-c' ? command.slice(3) : []);

/** Docker's words for what cannot start, in the output and not as an error (engine A.5); undefined where it can. */
function refusal(container: SimulatedContainer, options: ExecOptions): string | undefined {
  const program = options.command[0] ?? '';
  if (program === '') throw new AppError('bad_request', 'No exec command specified');
  if (options.user && !/^(root|\d+(:\d+)?|node|nobody)$/.test(options.user))
    return `unable to find user ${options.user}: no matching entries in passwd file\r\n`;
  const hasPrograms = container.blueprint.shells.length > 0;
  if (isShell(container, program) || (hasPrograms && PROGRAMS.has(program.replace(/^\/bin\//, '')))) return undefined;
  const why = program.includes('/')
    ? `stat ${program}: no such file or directory`
    : 'executable file not found in $PATH';
  return `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ${why}: unknown\r\n`;
}

function outcome(out: string, err: string, exitCode: number, limitBytes: number): ExecOutcome {
  const stdout = Buffer.from(out);
  const stderr = Buffer.from(err);
  return {
    exitCode,
    stdout: stdout.subarray(0, limitBytes),
    stderr: stderr.subarray(0, limitBytes),
    isTruncated: stdout.length > limitBytes || stderr.length > limitBytes,
  };
}
