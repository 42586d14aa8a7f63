import type { Connection } from '#shared/contract/connections.ts';
import type { Link } from '#shared/protocol/link.ts';
import type { Caller } from '#main/commands/handler.ts';
import type { Presence, Traffic } from '#main/session/presence.ts';
import { Session, type SessionPorts, type SessionRules } from '#main/session/session.ts';

export interface SessionsOptions {
  readonly ports: SessionPorts;
  readonly presence: Presence;
  /** The user has a link again, or none any more: terminals wait for their owner. */
  ownerBack(user: string): void;
  ownerGone(user: string): void;
}

export interface OpenSession {
  readonly caller: Caller;
  readonly rules?: SessionRules;
  /** How it came over the network; absent for the window. */
  readonly transport?: Connection['transport'];
  /** What its carrier counts; absent where it counts nothing. */
  readonly traffic?: Traffic;
}

/** Every session there is. Each ends with its link, when it is disposed, or when its sign-in ends. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #all = new Set<Session>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  open(link: Link, { caller, rules, transport, traffic }: OpenSession): Session {
    const { ports, presence, ownerBack, ownerGone } = this.#options;
    const session = new Session(link, caller, ports, rules);
    this.#all.add(session);
    ownerBack(caller.user);
    if (caller.remote && transport) presence.joined(session, caller.remote.signIn, transport, traffic);
    link.onClose(() => {
      this.#all.delete(session);
      presence.left(session);
      if (![...this.#all].some((other) => other.caller.user === caller.user)) ownerGone(caller.user);
    });
    return session;
  }

  /** A sign-in is over: all that it has open is cut at once. */
  revoke(signIn: string, reason: string): void {
    for (const session of [...this.#all]) if (session.caller.remote?.signIn === signIn) session.revoke(reason);
  }

  /** Tells everybody, then ends them. */
  close(reason: string, isMeant: (caller: Caller) => boolean = () => true): void {
    const meant = [...this.#all].filter((session) => isMeant(session.caller));
    for (const session of meant) session.closing(reason);
    for (const session of meant) session.dispose();
  }
}
