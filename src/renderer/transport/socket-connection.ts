import { Backoff, LINK_BACKOFF_MS } from '#shared/base/backoff.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Link } from '#shared/protocol/link.ts';
import { SocketClientLink } from '#shared/protocol/socket-link.ts';
import type { BrowserSignIn } from '#renderer/transport/browser-sign-in.ts';

/** What the page needs of a Socket.io socket; `socket.io-client` gives it. */
export interface ViewerSocket {
  emit(event: string, ...given: unknown[]): unknown;
  onAny(listener: (event: string, ...given: unknown[]) => void): unknown;
  on(event: 'disconnect' | 'connect', listener: () => void): unknown;
  on(event: 'connect_error', listener: (error: Error & { data?: { code?: string } }) => void): unknown;
  disconnect(): unknown;
}

export interface SocketConnectionOptions {
  signIn: BrowserSignIn;
  clock: Clock;
  /** A socket on its way, with this token; it does not try again by itself. */
  open(token: string): ViewerSocket;
  /** A link for each connection: the client resumes on it. */
  onLink(link: Link): void;
  /** Nobody is signed in (any more): the sign-in screen is due. */
  onSignedOut(): void;
}

/**
 * Keeps a page connected: 1, 2, 4, 8, 16 s after a drop, with a token that works, renewed on the living socket. One
 * try at a time, by our own clock: Socket.io's would go on with the token that was refused.
 */
export class SocketConnection implements Disposable {
  readonly #options: SocketConnectionOptions;
  readonly #backoff = new Backoff(LINK_BACKOFF_MS);
  #socket: ViewerSocket | undefined;
  #retry: Disposable | undefined;
  #renewal: Disposable | undefined;
  #isDisposed = false;

  constructor(options: SocketConnectionOptions) {
    this.#options = options;
  }

  /** At the start, and after somebody signed in. */
  connect(isStale = false): void {
    this.#retry?.dispose();
    this.#options.signIn.token(isStale).then(
      (token) => {
        if (this.#isDisposed) return;
        if (token === undefined) this.#options.onSignedOut();
        else this.#open(token, isStale);
      },
      () => this.#again(),
    );
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#retry?.dispose();
    this.#renewal?.dispose();
    this.#socket?.disconnect();
  }

  #open(token: string, isFresh: boolean): void {
    const socket = this.#options.open(token);
    this.#socket = socket;
    // Made before it is connected: the server's first message is right behind the connection.
    const link = new SocketClientLink(socket);
    let isOpen = false;
    socket.on('connect', () => {
      isOpen = true;
      this.#backoff.reset();
      this.#planRenewal();
    });
    this.#options.onLink(link);
    link.onClose(() => {
      this.#renewal?.dispose();
      if (isOpen) this.#again();
    });
    socket.on('connect_error', ({ data }) => {
      socket.disconnect();
      link.close();
      const isRefused = data?.code === 'unauthorized' || data?.code === 'expired';
      // One that is refused although it is new will not get better by asking at once.
      if (isRefused && !isFresh) this.connect(true);
      else this.#again();
    });
  }

  #again(): void {
    if (this.#isDisposed) return;
    this.#retry?.dispose();
    this.#retry = this.#options.clock.after(this.#backoff.next(), () => this.connect());
  }

  #planRenewal(): void {
    this.#renewal?.dispose();
    const { clock, signIn } = this.#options;
    const ms = signIn.renewInMs();
    if (ms === undefined) return;
    this.#renewal = clock.after(ms, () => {
      signIn.token(false).then(
        (token) => {
          if (token !== undefined) this.#socket?.emit('renew', { token }, () => undefined);
          this.#planRenewal();
        },
        () => undefined, // the server cuts the socket when the token is over; the next connection gets a new one
      );
    });
  }
}
