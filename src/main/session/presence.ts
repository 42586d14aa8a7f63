import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { Connection } from '#shared/contract/connections.ts';
import type { Viewer } from '#shared/contract/presence.ts';
import type { Session } from '#main/session/session.ts';

/** `protocol`, presence: leaves 5 min after it was last seen. */
export const LEAVE_MS = 300_000;
/** Changes of one moment (a page that opens five streams) are told as one. */
const TELL_MS = 100;

/** Counted by the carrier of a connection, since it was made. */
export interface Traffic {
  readonly bytesSent: number;
}

const NONE: Traffic = { bytesSent: 0 };

interface Here {
  readonly session: Session;
  readonly transport: Connection['transport'];
  readonly signIn: string;
  readonly watching: Disposable;
  readonly traffic: Traffic;
}

interface Left {
  readonly viewer: Viewer;
  readonly signIn: string;
  readonly timer: Disposable;
}

/** Who is here over the network, and who was a moment ago. */
export class Presence implements Disposable {
  readonly #clock: Clock;
  readonly #here = new Map<string, Here>();
  readonly #left = new Map<string, Left>();
  readonly #changed = new Emitter<void>();
  #telling: Disposable | undefined;
  /** By those that have left. */
  #sentBefore = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  onChanged(listener: () => void): Disposable {
    return this.#changed.on(listener);
  }

  /** A session came through the second door; it leaves by `left`. */
  joined(session: Session, signIn: string, transport: Connection['transport'], traffic = NONE): void {
    // Who comes back takes the place of its own shadow.
    const shadow = [...this.#left.values()].find((one) => one.signIn === signIn);
    if (shadow) this.#forget(shadow.viewer.id);
    this.#here.set(session.id, {
      session,
      transport,
      signIn,
      traffic,
      watching: session.onWatching(() => this.#tell()),
    });
    this.#tell();
  }

  left(session: Session): void {
    const here = this.#here.get(session.id);
    if (!here) return;
    this.#here.delete(session.id);
    here.watching.dispose();
    this.#sentBefore += here.traffic.bytesSent;
    const viewer = { ...viewerOf(here), viewing: [], connected: false };
    const waitMs = session.lastSeenAt + LEAVE_MS - this.#clock.now();
    const timer = this.#clock.after(Math.max(0, waitMs), () => this.#forget(viewer.id));
    this.#left.set(viewer.id, { viewer, signIn: here.signIn, timer });
    this.#tell();
  }

  viewers(): Viewer[] {
    return [...[...this.#here.values()].map(viewerOf), ...[...this.#left.values()].map(({ viewer }) => viewer)];
  }

  connections(): Connection[] {
    return [...this.#here.values()].map(({ session, transport, traffic }) => ({
      id: session.id,
      user: session.caller.user,
      role: session.caller.role,
      address: session.caller.remote?.address ?? '',
      connectedAt: isoTime(session.connectedAt),
      lastSeenAt: isoTime(session.lastSeenAt),
      subscriptions: session.subscriptionCount,
      transport,
      bytesSent: traffic.bytesSent,
      ...(session.roundTripMs !== undefined && { roundTripMs: session.roundTripMs }),
    }));
  }

  /** Over sockets, by all there were since the program began. */
  get bytesSent(): number {
    return [...this.#here.values()].reduce((sum, { traffic }) => sum + traffic.bytesSent, this.#sentBefore);
  }

  /** Sockets of a user; polls come and go and are not counted. */
  socketsOf(user: string): number {
    let count = 0;
    for (const { session, transport } of this.#here.values())
      if (transport !== 'poll' && session.caller.user === user) count += 1;
    return count;
  }

  signInOf(connection: string): string | undefined {
    return this.#here.get(connection)?.signIn;
  }

  /** ms since 1970; undefined: it is not here. */
  lastSeenOf(signIn: string): number | undefined {
    const seen = [...this.#here.values()].flatMap((one) => (one.signIn === signIn ? [one.session.lastSeenAt] : []));
    return seen.length > 0 ? Math.max(...seen) : undefined;
  }

  connectionsOf(signIn: string): number {
    let count = 0;
    for (const here of this.#here.values()) if (here.signIn === signIn) count += 1;
    return count;
  }

  dispose(): void {
    this.#telling?.dispose();
    for (const { timer } of this.#left.values()) timer.dispose();
    for (const { watching } of this.#here.values()) watching.dispose();
    this.#left.clear();
    this.#here.clear();
    this.#changed.clear();
  }

  #forget(id: string): void {
    this.#left.get(id)?.timer.dispose();
    this.#left.delete(id);
    this.#tell();
  }

  #tell(): void {
    this.#telling ??= this.#clock.after(TELL_MS, () => {
      this.#telling = undefined;
      this.#changed.fire();
    });
  }
}

function viewerOf({ session }: Here): Viewer {
  const { caller } = session;
  return {
    id: session.id,
    user: caller.user,
    role: caller.role,
    address: caller.remote?.address ?? '',
    viewing: session.watching().map(({ channel, params }) => ({
      channel,
      ...(typeof params['container'] === 'string' && { container: params['container'] }),
    })),
    connected: true,
    connectedAt: isoTime(session.connectedAt),
    lastSeenAt: isoTime(session.lastSeenAt),
  };
}

const isoTime = (ms: number): string => new Date(ms).toISOString();
