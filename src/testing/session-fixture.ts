import { Client } from '#shared/client/client.ts';
import type { AuditEntry } from '#shared/contract/audit.ts';
import { AppError, toAppError } from '#shared/protocol/errors.ts';
import type { Link } from '#shared/protocol/link.ts';
import { loopback } from '#shared/protocol/loopback.ts';
import type { Caller, Handlers } from '#main/commands/handler.ts';
import { createDispatch } from '#main/session/dispatch.ts';
import { type ContainerFacts, Rights } from '#main/session/rights.ts';
import { Session, type SessionPorts, type SessionRules } from '#main/session/session.ts';
import { hubFixture } from './hub-fixture.ts';

export const LOCAL: Caller = { user: 'local', role: 'local', isLocal: true };
export const VIEWER: Caller = { user: 'vera', role: 'viewer', isLocal: false };
export const OPERATOR: Caller = { user: 'otto', role: 'operator', isLocal: false };

/** A hub, sessions and clients in one process, on a fake clock; what was logged as unknown is in `reports`. */
export function sessionFixture(handlers: Partial<Handlers> = {}) {
  const hub = hubFixture();
  const reports: { thrown: unknown; id: string }[] = [];
  const inputs: string[] = [];
  const sessions: Session[] = [];
  let ids = 0;
  let isNetworkAllowed = false;
  const newId = (): string => `id${++ids}`;
  const resolveContainer = (_engine: string, ref: string): Promise<string> =>
    ref === 'nobody'
      ? Promise.reject(new AppError('not_found', 'There is no container "nobody".'))
      : Promise.resolve(ref === 'web' ? 'f'.repeat(64) : ref);
  const known = new Map<string, ContainerFacts>();
  const rights = new Rights({
    isNetworkAllowed: () => isNetworkAllowed,
    resolveContainer,
    containerFacts: (_engine, id) => Promise.resolve(known.get(id)),
    knownContainer: (_engine, id) => known.get(id),
  });
  const noted: AuditEntry[] = [];
  const auditor = {
    note: (entry: AuditEntry) => Promise.resolve(void noted.push(entry)),
    check: () => Promise.resolve(),
  };
  const ports: SessionPorts = {
    clock: hub.clock,
    hub: hub.hub,
    version: '0.0.0',
    newId,
    toError: (thrown) => toAppError(thrown, (what, id) => reports.push({ thrown: what, id }), newId),
    rights,
    auditor,
    checkOwner: (_channel, params, caller) => {
      if (params['session'] !== `of${caller.user}`.padEnd(8, '0'))
        throw new AppError('forbidden', 'This terminal belongs to somebody else.');
    },
    input: (_params, data) => void inputs.push(data),
    dispatch: createDispatch({
      handlers: handlers as Handlers,
      clock: hub.clock,
      rights,
      auditor,
      warn: () => undefined,
    }),
  };
  const serve = (link: Link, caller: Caller = LOCAL, rules: SessionRules = {}): Session => {
    const session = new Session(link, caller, ports, rules);
    sessions.push(session);
    return session;
  };
  const client = new Client({ clock: hub.clock });
  return {
    ...hub,
    client,
    reports,
    inputs,
    /** What the audit log was told. */
    noted,
    /** Containers whose name, stack or labels matter to a test. */
    known,
    sessions,
    serve,
    allowNetwork: () => {
      isNetworkAllowed = true;
    },
    /** Gives the client a new link with a session behind it. */
    connect: (caller: Caller = LOCAL, to: Client = client): Link => {
      const pair = loopback();
      to.attach(pair.client);
      serve(pair.server, caller);
      return pair.client;
    },
  };
}

/** A client without our client half: raw messages, as a script would send them. */
export function rawPeer(link: Link) {
  const received: { e: string; p: unknown }[] = [];
  const waiting = new Map<number, (answer: unknown) => void>();
  let last = 0;
  link.onMessage((message) => {
    if ('a' in message) waiting.get(message.a)?.(message.p);
    else received.push(message);
  });
  return {
    received,
    ask: (e: string, p: unknown): Promise<unknown> => {
      last += 1;
      const number = last;
      return new Promise((resolve) => {
        waiting.set(number, resolve);
        link.send({ e, p, i: number });
      });
    },
    tell: (e: string, p: unknown): void => link.send({ e, p }),
  };
}
