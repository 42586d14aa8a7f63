import { makeAutoObservable, observable, observableRef, runInAction } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { TerminalSession } from '#shared/contract/terminals.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { Subscription } from '#shared/client/watcher.ts';
import type { Api } from '#renderer/transport/api.ts';

export interface TerminalSize {
  columns: number;
  rows: number;
}

/** Without a command main takes the first shell found, without a user the image's. */
export interface OpenOptions {
  command?: string[];
  user?: string;
}

export interface TerminalListener {
  /** Output in order; `isReplay` for what was printed before we attached. */
  output(data: string, isReplay: boolean): void;
  /** The process ended (exit code, null if unknown), or the session is gone for a reason. */
  ended(exitCode: number | null, error: AppError | undefined): void;
}

/** One attached terminal: output in order, keystrokes back. The process lives in main and outlives this. */
export class TerminalLink implements Disposable {
  readonly #subscription: Subscription;
  /** What came before anybody listened: the pane waits for its font. */
  #waiting: ((listener: TerminalListener) => void)[] = [];
  #listener: TerminalListener | undefined;
  /** Items up to this number were printed before we came. */
  #live: number | undefined;

  constructor(api: Api, session: string) {
    this.#subscription = api.subscribe(
      'terminal:output',
      { session },
      {
        onItems: (items, from) => {
          // What arrives in the first message is the past: questions in it must not be answered a second time.
          this.#live ??= from + items.length;
          const isReplay = from < this.#live;
          for (const { data } of items) this.#tell((listener) => listener.output(data, isReplay));
        },
        onGap: () => this.#tell((listener) => listener.output(SKIPPED, true)),
        onEnd: ({ exitCode, error }) => this.#tell((listener) => listener.ended(exitCode ?? null, error)),
      },
    );
  }

  /** Hands over what waited and all that comes; one listener at a time. */
  listen(listener: TerminalListener): Disposable {
    this.#listener = listener;
    for (const tell of this.#waiting.splice(0)) tell(listener);
    return toDisposable(() => {
      if (this.#listener === listener) this.#listener = undefined;
    });
  }

  input(data: string): Promise<void> {
    return this.#subscription.input(data);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#waiting = [];
    this.#listener = undefined;
  }

  #tell(tell: (listener: TerminalListener) => void): void {
    if (this.#listener) tell(this.#listener);
    else this.#waiting.push(tell);
  }
}

const SKIPPED = '\r\n[Quayside: some output was skipped here]\r\n';

/** The terminal sessions of a container as main lists them. */
export class TerminalsStore {
  readonly byContainer = observable.map<string, readonly TerminalSession[]>([], { deep: false });
  /** Chosen session of each container. */
  readonly chosen = observable.map<string, string>([], { deep: false });
  error: AppError | undefined = undefined;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    makeAutoObservable(this, { byContainer: false, chosen: false, error: observableRef });
  }

  sessions(container: string): readonly TerminalSession[] {
    return this.byContainer.get(container) ?? [];
  }

  async load(container: string): Promise<readonly TerminalSession[]> {
    const { sessions } = await this.#api.call('terminal.list', { container });
    const own = sessions.filter((session) => session.container === container).sort((a, b) => a.number - b.number);
    runInAction(() => this.byContainer.set(container, own));
    return own;
  }

  /** Session 1 exists after this: the newest running one is taken, else one is opened. Null, with `error`, if it cannot. */
  async ensure(container: string, size: TerminalSize, options: OpenOptions = {}): Promise<string | null> {
    return this.#guard(async () => {
      const sessions = await this.load(container);
      const chosen = this.chosen.get(container);
      const found =
        sessions.find((session) => session.session === chosen) ??
        sessions.find((session) => session.status === 'running') ??
        sessions.at(-1);
      if (found) {
        this.choose(container, found.session);
        return found.session;
      }
      return await this.#open(container, size, options);
    });
  }

  async openAnother(container: string, size: TerminalSize, options: OpenOptions = {}): Promise<string | null> {
    return this.#guard(() => this.#open(container, size, options));
  }

  attach(session: string): TerminalLink {
    return new TerminalLink(this.#api, session);
  }

  choose(container: string, session: string): void {
    this.chosen.set(container, session);
  }

  /** The last size counts; one that fails came too late for a session that has ended, which its own stream tells. */
  resize(session: string, size: TerminalSize): void {
    void this.#api.call('terminal.resize', { session, ...size }).catch(() => {});
  }

  async close(container: string, session: string): Promise<void> {
    await this.#guard(async () => {
      await this.#api.call('terminal.close', { session });
      return null;
    });
    const rest = await this.load(container).catch(() => []);
    const open = rest.filter((one) => one.session !== session);
    runInAction(() => {
      this.byContainer.set(container, open);
      const next = open.at(-1)?.session;
      if (next === undefined) this.chosen.delete(container);
      else this.chosen.set(container, next);
    });
  }

  setError(error: AppError | undefined): void {
    this.error = error;
  }

  async #open(container: string, size: TerminalSize, options: OpenOptions): Promise<string> {
    const { session } = await this.#api.call('terminal.open', { container, ...size, ...options });
    await this.load(container);
    this.choose(container, session);
    return session;
  }

  async #guard<T>(run: () => Promise<T>): Promise<T | null> {
    this.setError(undefined);
    try {
      return await run();
    } catch (error) {
      this.setError(error as AppError);
      return null;
    }
  }
}
