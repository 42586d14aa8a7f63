import type { Terminal, TerminalOptions } from '#main/engine/engine.ts';
import type { SimulatedContainer } from '#main/engine/simulated/container.ts';
import { type Process, Shell } from '#main/engine/simulated/shell.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { AppError } from '#shared/protocol/errors.ts';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CANNOT_RUN = 126;
const KILLED = 137;

/** A shell on a pseudo-terminal: echo, line editing of the simplest kind, ^C and ^D. */
export class SimulatedTerminal implements Terminal {
  readonly ended: Promise<void>;
  readonly #container: SimulatedContainer;
  readonly #process: Process;
  readonly #options: TerminalOptions;
  readonly #abort: AbortController;
  readonly #scriptOf: (command: readonly string[]) => string | undefined;
  readonly #shell: Shell;
  readonly #exits: Disposable;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #line = '';
  #isBusy = true;
  #isPaused = false;
  #isConnected = true;
  #isRunning = true;
  #exitCode: number | null = null;
  readonly #hasStarted: boolean;
  #waiting = '';
  #typed = '';
  #setEnded: () => void = () => undefined;

  constructor(
    container: SimulatedContainer,
    process: Process,
    options: TerminalOptions,
    abort: AbortController,
    refused: string | undefined,
    scriptOf: (command: readonly string[]) => string | undefined,
  ) {
    this.#container = container;
    this.#process = process;
    this.#options = options;
    this.#abort = abort;
    this.#scriptOf = scriptOf;
    this.#hasStarted = refused === undefined;
    this.ended = new Promise((resolve) => (this.#setEnded = resolve));
    const print = (text: string): void => this.#print(text.replace(/\r?\n/g, '\r\n'));
    this.#shell = new Shell(
      process,
      { out: print, err: print },
      options.command[1] === '-c' ? options.command.slice(3) : [],
    );
    this.#exits = container.exited.on(() => this.#end(KILLED));
    abort.signal.addEventListener('abort', () => this.#end(KILLED));
    queueMicrotask(() => {
      if (refused === undefined) return void this.#begin(options.command);
      this.#print(refused);
      this.#end(CANNOT_RUN);
    });
  }

  write(data: Uint8Array): void {
    if (!this.#isConnected || !this.#isRunning) return;
    this.#typed += this.#decoder.decode(data, { stream: true });
    this.#read();
  }

  resize(): Promise<void> {
    return this.#isRunning ? Promise.resolve() : Promise.reject(new AppError('not_found', 'no such exec'));
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    const text = this.#waiting;
    this.#waiting = '';
    this.#print(text);
    if (!this.#isRunning) this.close();
  }

  /** As with a real engine, the process inside lives on. */
  close(): void {
    this.#isConnected = false;
    this.#setEnded();
  }

  state(): Promise<{ isRunning: boolean; exitCode: number | null; hasStarted: boolean }> {
    return Promise.resolve({ isRunning: this.#isRunning, exitCode: this.#exitCode, hasStarted: this.#hasStarted });
  }

  async #begin(command: readonly string[]): Promise<void> {
    let next: readonly string[] | undefined = command;
    while (next && this.#isRunning) {
      const script = this.#scriptOf(next);
      if (script === '') return this.#prompt();
      if (script === undefined) {
        await this.#shell.call(next);
        next = undefined;
      } else next = await this.#shell.run(script);
    }
    this.#end(this.#shell.lastCode);
  }

  #prompt(): void {
    const { user } = this.#process;
    const mark = user === 'root' ? '#' : '$';
    this.#print(`${user}@${this.#container.id.slice(0, 12)}:${this.#shell.cwd}${mark} `);
    this.#isBusy = false;
    this.#read();
  }

  /** Takes typed characters while the shell listens; a running program leaves them waiting, but for ^C. */
  #read(): void {
    while (this.#typed !== '' && this.#isRunning) {
      if (this.#typed.includes(CTRL_C)) {
        this.#typed = this.#typed.slice(this.#typed.lastIndexOf(CTRL_C) + 1);
        this.#line = '';
        this.#print('^C\r\n');
        // A simulated program has nothing that could be broken off but its wait, which ends with the shell.
        if (!this.#isBusy) this.#prompt();
        continue;
      }
      if (this.#isBusy) return;
      const [character = ''] = this.#typed;
      this.#typed = this.#typed.slice(character.length);
      this.#key(character);
    }
  }

  #key(character: string): void {
    if (character === '\r' || character === '\n') {
      const line = this.#line;
      this.#line = '';
      this.#print('\r\n');
      this.#isBusy = true;
      void this.#run(line);
    } else if (character === CTRL_D) {
      if (this.#line === '') this.#end(this.#shell.lastCode);
    } else if (character === '\u007f' || character === '\b') {
      if (this.#line === '') return;
      this.#line = Array.from(this.#line).slice(0, -1).join('');
      this.#print('\b \b');
    } else if (character >= ' ') {
      this.#line += character;
      this.#print(character);
    }
  }

  async #run(line: string): Promise<void> {
    const next = await this.#shell.run(line);
    if (next && this.#scriptOf(next) === undefined) await this.#shell.call(next);
    if (this.#shell.isOver || (next && this.#scriptOf(next) === undefined)) this.#end(this.#shell.lastCode);
    else if (this.#isRunning) this.#prompt();
  }

  #end(exitCode: number): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#exitCode = exitCode;
    this.#exits.dispose();
    this.#abort.abort();
    // A held connection does not tell its end before it has been read.
    if (!this.#isPaused) this.close();
  }

  #print(text: string): void {
    if (text === '' || !this.#isConnected) return;
    if (this.#isPaused || this.#container.state === 'paused') this.#waiting += text;
    else this.#options.onData(Buffer.from(text));
  }
}
