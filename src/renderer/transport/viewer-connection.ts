import { Backoff, LINK_BACKOFF_MS } from '#shared/base/backoff.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { Client } from '#shared/client/client.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Signed, SignInDoor } from '#renderer/transport/sign-in.ts';
import type { Dial, Dialed, Transport } from '#renderer/transport/socket-dial.ts';

/** How somebody came in; kept by the browser to know what to say when it ends. */
export type SignInKind = 'password' | 'pairing' | 'token';

/** `ended`: it was signed in and is no longer; `revoked`: the owner ended it while it was open. */
export type SignedOutReason = 'never' | 'signedOut' | 'ended' | 'revoked' | 'tokenEnded';

export type ViewerState =
  | { is: 'starting' }
  | { is: 'signedOut'; why: SignedOutReason; kind?: SignInKind | undefined }
  | { is: 'online'; transport: Transport }
  /** `retryAt`: wall clock of the next try in ms; undefined while one runs. `tries` were in vain so far. */
  | { is: 'lost'; since: number; tries: number; retryAt: number | undefined; error?: AppError | undefined };

/** What the browser keeps for the next visit. Never a token but the one of a start, and that for this tab alone. */
export interface ViewerMemory {
  kind(): SignInKind | undefined;
  setKind(kind: SignInKind | undefined): void;
  startToken(): string | undefined;
  setStartToken(token: string | undefined): void;
}

/** Before an access token ends. Its sockets outlive it by 30 s only. */
const RENEW_BEFORE_MS = 60_000;

interface Access {
  readonly token: string;
  /** On the monotonic clock; undefined: as long as the server runs. */
  readonly expiresAt: number | undefined;
}

/**
 * A browser's way to the server: sign-in, the socket, its return after a drop with 1, 2, 4, 8, 16 s, and renewal by
 * cookie unseen. One `Client` lives from sign-in to sign-out, over as many sockets as it takes, so that nothing on
 * screen loses its place.
 */
export class ViewerConnection implements Disposable {
  readonly #clock: Clock;
  readonly #door: SignInDoor;
  readonly #dial: Dial;
  readonly #memory: ViewerMemory;
  readonly #states = new Emitter<ViewerState>();
  readonly #backoff = new Backoff(LINK_BACKOFF_MS);
  #state: ViewerState = { is: 'starting' };
  #client: Client | undefined;
  #kind: SignInKind | undefined;
  #access: Access | undefined;
  /** The token of this try was made for it. */
  #isFresh = false;
  #socket: Dialed | undefined;
  #timer: Disposable | undefined;
  /** Counts tries, so that what an older one still says is not heard. */
  #round = 0;

  constructor(options: { clock: Clock; door: SignInDoor; dial: Dial; memory: ViewerMemory }) {
    this.#clock = options.clock;
    this.#door = options.door;
    this.#dial = options.dial;
    this.#memory = options.memory;
  }

  get state(): ViewerState {
    return this.#state;
  }

  /** The client of this sign-in; undefined while nobody is signed in. */
  get client(): Client | undefined {
    return this.#client;
  }

  onState(listener: (state: ViewerState) => void): Disposable {
    return this.#states.on(listener);
  }

  /** Comes in as this browser did before, or with the token of the address that the start printed. */
  start(token?: string): void {
    const start = token ?? this.#memory.startToken();
    if (start !== undefined) {
      this.#memory.setStartToken(start);
      return this.#come({ token: start, expiresAt: undefined }, 'token');
    }
    const kind = this.#memory.kind();
    if (kind === undefined) return this.#set({ is: 'signedOut', why: 'never' });
    this.#begin(kind);
    void this.#try();
  }

  /** With what a sign-in answered. */
  enter(signed: Signed, kind: 'password' | 'pairing'): void {
    this.#memory.setKind(kind);
    this.#come(this.#accessOf(signed), kind);
  }

  /** The bytes behind an address that a command gave. Rejects with AppError, also where they break off. */
  async download(address: string): Promise<Blob> {
    const { token } = await this.#freshAccess();
    return this.#door.download(address, token);
  }

  /** A file to such an address. Rejects with what was wrong with it. */
  async upload(address: string, file: Blob): Promise<void> {
    const { token } = await this.#freshAccess();
    await this.#door.upload(address, file, token);
  }

  /** Ends the sign-in on the server too; without an answer it is ended here all the same. */
  async signOut(): Promise<void> {
    // The token of a start is everybody's who was given its address: it ends with the start.
    const token = this.#kind === 'token' ? undefined : this.#access?.token;
    this.#leave('signedOut');
    if (token !== undefined) await this.#door.logout(token).catch(() => undefined);
  }

  /** For a sign-in as somebody else: what was may still be come back to by a reload. */
  standAside(): void {
    this.#end('never');
  }

  /** At once, instead of waiting for the next try. */
  tryNow(): void {
    if (this.#state.is === 'lost' && this.#state.retryAt !== undefined) void this.#try();
  }

  dispose(): void {
    this.#drop();
    this.#client?.dispose();
    this.#states.clear();
  }

  #come(access: Access, kind: SignInKind): void {
    this.#begin(kind);
    this.#access = access;
    void this.#try();
  }

  #begin(kind: SignInKind): void {
    this.#drop();
    this.#client?.dispose();
    this.#client = new Client({ clock: this.#clock });
    this.#kind = kind;
    this.#access = undefined;
    this.#backoff.reset();
    this.#set({ is: 'starting' });
  }

  async #try(): Promise<void> {
    this.#drop();
    const round = this.#round;
    if (this.#state.is === 'lost') this.#set({ ...this.#state, retryAt: undefined });
    try {
      const access = await this.#freshAccess();
      if (round !== this.#round) return;
      this.#connect(access.token, round);
    } catch (thrown) {
      if (round === this.#round) this.#failed(thrown as AppError);
    }
  }

  /** The access token, renewed by cookie where it has ended. */
  async #freshAccess(): Promise<Access> {
    const access = this.#access;
    this.#isFresh = !access || (access.expiresAt !== undefined && access.expiresAt <= this.#clock.monotonic());
    if (access && !this.#isFresh) return access;
    this.#access = this.#accessOf(await this.#door.refresh());
    return this.#access;
  }

  #connect(token: string, round: number): void {
    const isMine = (): boolean => round === this.#round;
    let reason: string | undefined;
    this.#socket = this.#dial(token, {
      opened: (link, transport) => {
        if (!isMine()) return link.close();
        this.#backoff.reset();
        this.#client?.attach(link);
        this.#set({ is: 'online', transport });
        this.#renewLater();
      },
      transport: (transport) => isMine() && this.#set({ is: 'online', transport }),
      revoked: (why) => (reason = why),
      refused: (error) => isMine() && this.#refused(error),
      closed: () => isMine() && this.#closed(reason),
    });
  }

  #renewLater(): void {
    const expiresAt = this.#access?.expiresAt;
    if (expiresAt === undefined) return;
    const waitMs = Math.max(0, expiresAt - RENEW_BEFORE_MS - this.#clock.monotonic());
    const round = this.#round;
    this.#timer = this.#clock.after(waitMs, () => {
      this.#renew(round).catch((thrown: unknown) => {
        // The socket ends by itself when its token does; what then has to be said is found out by the next try.
        if (round === this.#round && isOver(thrown)) this.#leave('ended');
      });
    });
  }

  async #renew(round: number): Promise<void> {
    const access = this.#accessOf(await this.#door.refresh());
    if (round !== this.#round) return;
    this.#access = access;
    await this.#socket?.renew(access.token);
    if (round === this.#round) this.#renewLater();
  }

  #refused(error: AppError): void {
    const isStale = isOver(error) && this.#access?.expiresAt !== undefined;
    if (!isStale) return this.#failed(error);
    // A token that ended while this computer slept, or with an earlier start of the server: the cookie knows better.
    // One that was refused although it is new will not get better by asking at once.
    this.#access = undefined;
    if (this.#isFresh) this.#lost();
    else void this.#try();
  }

  #failed(error: AppError): void {
    if (isOver(error)) return this.#leave(this.#kind === 'token' ? 'tokenEnded' : 'ended');
    this.#lost(error);
  }

  #closed(reason: string | undefined): void {
    if (reason === 'revoked') return this.#leave('revoked');
    if (reason === 'signed_out') return this.#leave('signedOut');
    // With another role, or a token that was not renewed in time: the same person comes back at once.
    if (reason !== undefined) {
      if (this.#kind !== 'token') this.#access = undefined;
      void this.#try();
      return;
    }
    this.#lost();
  }

  #lost(error?: AppError): void {
    const before = this.#state.is === 'lost' ? this.#state : undefined;
    const waitMs = error?.retryAfterMs ?? this.#backoff.next();
    this.#drop();
    this.#timer = this.#clock.after(waitMs, () => void this.#try());
    this.#set({
      is: 'lost',
      since: before?.since ?? this.#clock.now(),
      tries: (before?.tries ?? -1) + 1,
      retryAt: this.#clock.now() + waitMs,
      error: error?.code === 'timeout' ? undefined : error,
    });
  }

  #leave(why: SignedOutReason): void {
    this.#memory.setKind(undefined);
    this.#memory.setStartToken(undefined);
    this.#end(why);
  }

  #end(why: SignedOutReason): void {
    const kind = this.#kind;
    this.#drop();
    this.#access = undefined;
    const client = this.#client;
    this.#client = undefined;
    this.#set({ is: 'signedOut', why, kind });
    client?.dispose();
  }

  #accessOf({ accessToken, expiresInSeconds }: Signed): Access {
    return { token: accessToken, expiresAt: this.#clock.monotonic() + expiresInSeconds * 1000 };
  }

  #drop(): void {
    this.#round += 1;
    this.#timer?.dispose();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #set(state: ViewerState): void {
    this.#state = state;
    this.#states.fire(state);
  }
}

const isOver = (thrown: unknown): boolean =>
  thrown instanceof AppError && (thrown.code === 'unauthorized' || thrown.code === 'expired');
