import { AppError } from '#shared/protocol/errors.ts';
import type { EngineWire } from '#main/engine/engine-wire.ts';
import { parseExecCreated, parseExecState } from '#main/engine/engine-json.ts';
import { containerPath, execPath } from '#main/engine/engine-path.ts';
import type { ExecOptions, ExecOutcome, Terminal, TerminalOptions } from '#main/engine/engine.ts';
import { FrameParser, STDERR_FRAME } from '#main/engine/frame-parser.ts';
import { Kept } from '#main/engine/kept.ts';

/** Programs run in a container that is there already: one with its output kept, or a terminal. */
export class DockerExecs {
  readonly #wire: EngineWire;

  constructor(wire: EngineWire) {
    this.#wire = wire;
  }

  async run(ref: string, options: ExecOptions, limitBytes: number, signal: AbortSignal): Promise<ExecOutcome> {
    const id = await this.#createExec(ref, options, false, signal);
    const kept = { stdout: new Kept(limitBytes), stderr: new Kept(limitBytes) };
    const frames = new FrameParser((type, bytes, from, to) => {
      const part = bytes.subarray(from, to);
      (type === STDERR_FRAME ? kept.stderr : kept.stdout).add(part);
      if (type !== STDERR_FRAME) options.onStdout?.(part);
    });
    const stream = this.#wire.upgrade(
      execPath(id, '/start'),
      { Detach: false, Tty: false },
      (bytes) => frames.push(bytes),
      signal,
    );
    await stream.done;
    if (signal.aborted)
      throw new AppError('timeout', 'The command was still running; its output was let go.', { reason: 'cancelled' });
    const state = await this.#execState(id, signal);
    return {
      exitCode: state.exitCode,
      stdout: kept.stdout.bytes(),
      stderr: kept.stderr.bytes(),
      isTruncated: kept.stdout.isTruncated || kept.stderr.isTruncated,
    };
  }

  async openTerminal(ref: string, options: TerminalOptions, signal: AbortSignal): Promise<Terminal> {
    const id = await this.#createExec(ref, options, true, signal);
    const stream = this.#wire.upgrade(execPath(id, '/start'), { Detach: false, Tty: true }, options.onData, signal);
    return {
      write: (data) => stream.write(data),
      resize: async (columns, rows) => {
        const clamp = (size: number): number => Math.min(1000, Math.max(1, Math.round(size)));
        await this.#wire.call(
          { method: 'POST', path: execPath(id, '/resize'), query: { h: clamp(rows), w: clamp(columns) } },
          signal,
        );
      },
      pause: () => stream.pause(),
      resume: () => stream.resume(),
      close: () => stream.close(),
      ended: stream.done.then(() => undefined),
      state: (stateSignal) => this.#execState(id, stateSignal),
    };
  }

  async #createExec(ref: string, options: ExecOptions, isTty: boolean, signal: AbortSignal): Promise<string> {
    const body = {
      AttachStdin: isTty,
      AttachStdout: true,
      AttachStderr: true,
      Tty: isTty,
      Cmd: options.command,
      User: options.user ?? '',
      Env: options.env ?? [],
    };
    const created = await this.#wire.call({ method: 'POST', path: containerPath(ref, '/exec'), body }, signal);
    return parseExecCreated(created, 'exec').Id;
  }

  async #execState(
    id: string,
    signal: AbortSignal,
  ): Promise<{ isRunning: boolean; exitCode: number | null; hasStarted: boolean }> {
    const state = parseExecState(await this.#wire.call({ method: 'GET', path: execPath(id, '/json') }, signal), 'exec');
    return { isRunning: state.Running, exitCode: state.ExitCode, hasStarted: state.Pid !== 0 };
  }
}
