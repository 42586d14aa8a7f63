import { randomBytes } from 'node:crypto';
import { TerminalProcess } from '#main/channels/terminal-process.ts';
import { type StartRequest, startTerminal } from '#main/channels/terminal-start.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { Source } from '#main/hub/source.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { type Role, rank } from '#shared/contract/define.ts';
import type { Params } from '#shared/contract/index.ts';
import type { TerminalSession } from '#shared/contract/terminals.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { EndReason } from '#shared/protocol/messages.ts';

/** Who asks, as the session knows it. */
export interface TerminalUser {
  readonly user: string;
  readonly role: Role;
  readonly isLocal: boolean;
  /** Over the network: the sign-in under which it acts. */
  readonly remote?: { readonly signIn: string };
  /** There where it is limited to some containers: then nobody else's is its business, whatever its role. */
  readonly scope?: object;
}

export interface TerminalsDeps {
  /** Throws `engine_unavailable` while not connected. */
  engineOf(name: string): Engine;
  clock: Clock;
  /** A session that ran is over. */
  ended?: (info: TerminalSession, owner: TerminalUser) => void;
  /** Names a session: 8 to 40 of a-z and 0-9, not to be guessed. */
  newId?: () => string;
}

export interface OpenTerminal extends StartRequest {
  readonly engine: string;
}

/** `protocol`, Terminals: readable for 10 min after the end; 30 s after the owner's last socket. */
export const KEEP_ENDED_MS = 600_000;
export const OWNER_GRACE_MS = 30_000;
/** Each is a process inside a container and a socket to the engine. */
export const MAX_PER_USER = 10;

interface Held {
  readonly info: Omit<TerminalSession, 'status' | 'exitCode'>;
  readonly engine: string;
  readonly owner: TerminalUser;
  readonly process: TerminalProcess;
  /** Closed by hand: still readable, no longer listed. */
  isClosed: boolean;
  forget: Disposable | undefined;
}

/** All terminal sessions. They live here and outlast every window, until somebody or something ends them. */
export class TerminalSessions implements Disposable {
  readonly #deps: TerminalsDeps;
  readonly #newId: () => string;
  readonly #held = new Map<string, Held>();
  /** Users without a socket, until their grace is over. */
  readonly #leaving = new Map<string, Disposable>();
  /** Openings on their way, so that nothing starts after the end. */
  readonly #opening = new Map<AbortController, string>();
  #isDisposed = false;

  constructor(deps: TerminalsDeps) {
    this.#deps = deps;
    this.#newId = deps.newId ?? (() => randomBytes(10).toString('hex'));
  }

  /**
   * Starts a process on a terminal and gives the session's id. Aborted (the caller left, the time is over): nothing
   * stays. Errors: `startTerminal`, and what the engine says (`conflict` with reason paused, `not_found`).
   */
  async open(request: OpenTerminal, caller: TerminalUser, signal: AbortSignal): Promise<string> {
    if (this.#isDisposed) throw stopping();
    this.#checkRoom(caller);
    const abort = new AbortController();
    const stop = (): void => abort.abort();
    signal.addEventListener('abort', stop);
    this.#opening.set(abort, caller.user);
    if (signal.aborted) stop();
    try {
      const engine = this.#deps.engineOf(request.engine);
      const inspect = await engine.inspect(request.container, abort.signal);
      if (this.#isDisposed) stop();
      const process = new TerminalProcess(engine, inspect.Id, request.user, this.#deps.clock);
      const started = await startTerminal(
        engine,
        { ...request, container: inspect.Id },
        (bytes) => process.receive(bytes),
        this.#deps.clock,
        process.signal(abort.signal),
      );
      process.begin(started);
      if (abort.signal.aborted) {
        await process.end();
        throw stopping();
      }
      const configured = inspect.Config['User'];
      const user = request.user || (typeof configured === 'string' && configured) || 'root';
      return this.#keep(request.engine, inspect.Id, started.command, user, process, caller);
    } finally {
      this.#opening.delete(abort);
      signal.removeEventListener('abort', stop);
    }
  }

  /** Sessions of the caller, of all for an admin; oldest first. */
  list(filter: { engine: string; container?: string | undefined }, caller: TerminalUser): TerminalSession[] {
    const isAdmin = rank(caller.role) >= rank('admin');
    return [...this.#held.values()]
      .filter((held) => held.engine === filter.engine && !held.isClosed)
      .filter((held) => filter.container === undefined || held.info.container === filter.container)
      .filter((held) => isAdmin || held.owner.user === caller.user)
      .map((held) => ({ ...held.info, ...held.process.status() }));
  }

  /** Sets the size; a session that is over has none and takes it without complaint. */
  async resize(session: string, columns: number, rows: number, caller: TerminalUser): Promise<void> {
    await this.#owned(session, caller).process.resize(columns, rows);
  }

  /** Ends the process inside; done when it is over. The owner may, and an admin. */
  async close(session: string, caller: TerminalUser): Promise<void> {
    const held = this.#find(session);
    if (held.owner.user !== caller.user && (caller.scope || rank(caller.role) < rank('admin'))) throw foreign();
    held.isClosed = true;
    await held.process.end('closed');
  }

  /** Throws `not_found` or `forbidden` unless the caller opened it. */
  checkOwner(session: string, caller: TerminalUser): void {
    this.#owned(session, caller);
  }

  /** Keystrokes. Throws `conflict` when the process is over. */
  input(session: string, data: string, caller: TerminalUser): void {
    const held = this.#owned(session, caller);
    if (held.process.status().status === 'ended') throw new AppError('conflict', 'This terminal has ended.');
    held.process.write(data);
  }

  /** The user's last socket is gone: 30 s to come back. A local user (the window) has all the time there is. */
  ownerGone(user: string): void {
    if (this.#leaving.has(user) || this.#isDisposed) return;
    const timer = this.#deps.clock.after(OWNER_GRACE_MS, () => {
      this.#leaving.delete(user);
      void this.#endWhere((held) => held.owner.user === user && held.owner.role !== 'local');
    });
    this.#leaving.set(user, timer);
  }

  ownerBack(user: string): void {
    this.#leaving.get(user)?.dispose();
    this.#leaving.delete(user);
  }

  /** Sign-out or revocation: at once. */
  endSignIn(signIn: string): Promise<void> {
    return this.#endWhere((held) => held.owner.remote?.signIn === signIn);
  }

  /** The owner no longer allows terminals from the network. */
  endRemote(): Promise<void> {
    return this.#endWhere(({ owner }) => owner.remote !== undefined && !owner.isLocal);
  }

  /** Another context was chosen for this engine's name. */
  endEngine(engine: string): Promise<void> {
    return this.#endWhere((held) => held.engine === engine, 'engine_changed');
  }

  /** Ends all processes; afterwards nothing can be opened. Settles within 2.5 s: a shutdown has 3. */
  async endAll(): Promise<void> {
    this.#isDisposed = true;
    for (const timer of this.#leaving.values()) timer.dispose();
    this.#leaving.clear();
    for (const abort of this.#opening.keys()) abort.abort();
    await this.#endWhere(() => true);
    for (const held of this.#held.values()) held.forget?.dispose();
    this.#held.clear();
  }

  dispose(): void {
    void this.endAll();
  }

  /** What the terminals print, for the hub. */
  source(): Source<Params<'terminal:output'>, { data: string }> {
    return {
      open: async (params, sink, { signal }) => {
        const held = this.#held.get(params.session);
        if (!held || held.engine !== params.engine) throw noSession();
        return held.process.attach(sink, signal);
      },
    };
  }

  #keep(
    engine: string,
    container: string,
    command: readonly string[],
    user: string,
    process: TerminalProcess,
    caller: TerminalUser,
  ): string {
    const session = this.#newId();
    const numbers = [...this.#held.values()]
      .filter((held) => held.info.container === container && held.engine === engine && !held.isClosed)
      .map((held) => held.info.number);
    const info = {
      session,
      container,
      number: Math.max(0, ...numbers) + 1,
      command: [...command],
      user,
      startedBy: caller.user,
      startedAt: new Date(this.#deps.clock.now()).toISOString(),
    };
    const held: Held = { info, engine, owner: caller, process, isClosed: false, forget: undefined };
    this.#held.set(session, held);
    void process.whenEnded.then(() => {
      this.#deps.ended?.({ ...held.info, ...held.process.status() }, held.owner);
      if (this.#held.get(session) !== held) return;
      held.forget = this.#deps.clock.after(KEEP_ENDED_MS, () => this.#held.delete(session));
    });
    return session;
  }

  /** Counted with those on their way, so that ten at once are not twenty. */
  #checkRoom(caller: TerminalUser): void {
    const running = [...this.#held.values()].filter(
      (held) => held.owner.user === caller.user && held.process.status().status === 'running',
    );
    const opening = [...this.#opening.values()].filter((user) => user === caller.user);
    if (running.length + opening.length >= MAX_PER_USER)
      throw new AppError('too_many', `${MAX_PER_USER} terminals are open, the most for one user.`, {
        hint: 'Close one to open another.',
      });
  }

  #find(session: string): Held {
    const held = this.#held.get(session);
    if (!held) throw noSession();
    return held;
  }

  #owned(session: string, caller: TerminalUser): Held {
    const held = this.#find(session);
    if (held.owner.user !== caller.user) throw foreign();
    return held;
  }

  async #endWhere(isMeant: (held: Held) => boolean, reason: EndReason = 'revoked'): Promise<void> {
    await Promise.all([...this.#held.values()].filter(isMeant).map((held) => held.process.end(reason)));
  }
}

const noSession = (): AppError => new AppError('not_found', 'There is no such terminal session.', { field: 'session' });
const foreign = (): AppError =>
  new AppError('forbidden', 'This terminal belongs to somebody else.', { field: 'session' });
const stopping = (): AppError =>
  new AppError('timeout', 'The terminal was not opened: it is no longer wanted.', { reason: 'cancelled' });
