import type { StartedTerminal } from '#main/channels/terminal-start.ts';
import { TextTail } from '#main/channels/text-tail.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { Ended, Sink } from '#main/hub/source.ts';
import { type Clock, sleep } from '#shared/base/clock.ts';
import type { EndReason } from '#shared/protocol/messages.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** `protocol`, Terminals: what stays readable of a session. */
const TAIL_BYTES = 256 * 1024;
/** ^C for what runs in front, ^D for the shell. */
const FAREWELL = '\u0003\u0004';
/** `facts/engine` A.5: a shell that heeds ^D is gone long before. */
const FAREWELL_MS = 1000;
/** Together with the farewell below 2.5 s, for a shutdown has 3 s for everything. */
const KILL_MS = 1300;
const STATE_TIMEOUT_MS = 3000;

type TerminalSink = Sink<{ data: string }>;

/** One process on a terminal: its newest output, whoever reads it, and its end. */
export class TerminalProcess {
  /** Resolves when the connection is over and the exit code is known, or will never be. */
  readonly whenEnded: Promise<void>;
  readonly #engine: Engine;
  readonly #container: string;
  readonly #user: string | undefined;
  readonly #clock: Clock;
  // Without ignoreBOM a U+FEFF at the beginning would be lost.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #encoder = new TextEncoder();
  readonly #tail = new TextTail(TAIL_BYTES);
  /** Ends the connection; the opening's own signal ends with the opening. */
  readonly #connection = new AbortController();
  #started: StartedTerminal | undefined;
  #sink: TerminalSink | undefined;
  #state: { status: 'running' | 'ended'; exitCode?: number | null } = { status: 'running' };
  #reason: EndReason = 'done';
  #ending: Promise<void> | undefined;
  #setEnded: () => void = () => undefined;

  /** `user` as it was asked for: only the same user (or root) may kill the process. */
  constructor(engine: Engine, container: string, user: string | undefined, clock: Clock) {
    this.#engine = engine;
    this.#container = container;
    this.#user = user;
    this.#clock = clock;
    this.whenEnded = new Promise((resolve) => (this.#setEnded = resolve));
  }

  /** What the connection lives by: aborts with `opening` until `begin`, with this process afterwards. */
  signal(opening: AbortSignal): AbortSignal {
    const stop = (): void => {
      if (!this.#started) this.#connection.abort();
    };
    if (opening.aborted) stop();
    else opening.addEventListener('abort', stop, { once: true });
    return this.#connection.signal;
  }

  begin(started: StartedTerminal): void {
    this.#started = started;
    void this.#watch(started);
  }

  status(): { status: 'running' | 'ended'; exitCode?: number | null } {
    return this.#state;
  }

  receive(bytes: Uint8Array): void {
    // A character may be cut between two reads: the decoder keeps its beginning for the next one.
    this.#print(this.#decoder.decode(bytes, { stream: true }));
  }

  write(data: string): void {
    if (this.#state.status === 'running') this.#started?.terminal.write(this.#encoder.encode(data));
  }

  async resize(columns: number, rows: number): Promise<void> {
    if (this.#state.status === 'ended') return;
    try {
      await this.#started?.terminal.resize(clamp(columns), clamp(rows));
    } catch (thrown) {
      // 404 and 409: the process ended on the way.
      const isOver = thrown instanceof AppError && (thrown.code === 'not_found' || thrown.code === 'conflict');
      if (!isOver) throw thrown;
    }
  }

  /**
   * Gives the newest 256 kB and then what comes, until the end. The stream of a session opens once and stays, so
   * what is printed while nobody watches is the hub's replay; before the first opening and after the end it is here.
   */
  async attach(sink: TerminalSink, signal: AbortSignal): Promise<Ended | undefined> {
    const text = this.#tail.text();
    if (text !== '') sink.push([{ data: text }]);
    sink.ready();
    this.#sink = sink;
    const pauses = sink.onPause((isPaused) => {
      // Once it is being ended it is read to its end: a held socket would never tell that it is over.
      if (isPaused && !this.#ending) this.#started?.terminal.pause();
      else this.#started?.terminal.resume();
    });
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([this.whenEnded, aborted]);
    pauses.dispose();
    if (this.#sink === sink) this.#sink = undefined;
    if (this.#state.status === 'running') {
      this.#started?.terminal.resume();
      return undefined;
    }
    return { reason: this.#reason, exitCode: this.#state.exitCode ?? null };
  }

  /** Ends the process inside, not only the connection (which would leave it running); settles when it is over, or after 2.3 s. */
  end(reason: EndReason = 'closed'): Promise<void> {
    if (this.#state.status === 'ended') return Promise.resolve();
    this.#reason = reason;
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    const terminal = this.#started?.terminal;
    if (!terminal) return this.#connection.abort();
    terminal.resume();
    this.write(FAREWELL);
    await this.#within(FAREWELL_MS);
    if (this.#state.status === 'running') {
      void this.#kill();
      await this.#within(KILL_MS);
    }
    terminal.close();
    await this.#within(100);
    this.#finish(null);
  }

  /** kill is built into every shell, so the image needs no program for it. */
  async #kill(): Promise<void> {
    const inside = this.#started?.inside;
    if (!inside) return;
    const command = [inside.shell, '-c', `kill -9 ${inside.pid}`];
    const over = new AbortController();
    const timer = this.#clock.after(KILL_MS, () => over.abort());
    // It may be paused, removed or out of reach: then nothing more can be done from here.
    await this.#engine.exec(this.#container, { command, user: this.#user }, 1024, over.signal).catch(() => undefined);
    timer.dispose();
  }

  async #watch(started: StartedTerminal): Promise<void> {
    await started.terminal.ended.catch(() => undefined);
    const limit = new AbortController();
    const timer = this.#clock.after(STATE_TIMEOUT_MS, () => limit.abort());
    // Gone with its container, or the engine is away: not known.
    const state = await started.terminal.state(limit.signal).catch(() => null);
    timer.dispose();
    this.#finish(state && !state.isRunning ? state.exitCode : null);
  }

  #finish(exitCode: number | null): void {
    if (this.#state.status === 'ended') return;
    this.#print(this.#decoder.decode());
    this.#state = { status: 'ended', exitCode };
    this.#setEnded();
  }

  #print(text: string): void {
    if (text === '' || this.#state.status === 'ended') return;
    this.#tail.push(text);
    this.#sink?.push([{ data: text }]);
  }

  async #within(ms: number): Promise<void> {
    const over = new AbortController();
    await Promise.race([this.whenEnded, sleep(this.#clock, ms, over.signal)]);
    over.abort();
  }
}

const clamp = (size: number): number => Math.min(1000, Math.max(1, Math.round(size)));
