import type { IncomingMessage } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';

/** Headers that a proxy in front leaves: whoever sends one is not sitting at this computer. */
const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const ANY = new Set(['0.0.0.0', '::', '']);

/** An IPv4 address that came over an IPv6 socket is still that address. */
export const plainAddress = (address: string | undefined): string => (address ?? '').replace(/^::ffff:/i, '');

export function isLoopback(address: string): boolean {
  const plain = plainAddress(address);
  return plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain) || plain === 'localhost';
}

/** Whether a request was made on this computer itself, by nobody in between. */
export function isFromHere(request: IncomingMessage): boolean {
  return (
    isLoopback(request.socket.remoteAddress ?? '') && FORWARDING.every((name) => request.headers[name] === undefined)
  );
}

/** Addresses of this computer, for a port that listens on all of them. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
}

/** The addresses under which a port on `host` is reached. */
export const addressesOf = (host: string): string[] => (ANY.has(host) ? ownAddresses() : [host]);

/**
 * The names under which this server may be asked. A page of another site can make a browser send requests to any
 * address, and by DNS to this one under a name of its own: only Host and Origin tell.
 */
export function allowedHosts(bound: string): Set<string> {
  const names = new Set(LOOPBACK);
  for (const address of addressesOf(bound))
    names.add(address.includes(':') ? `[${address.replace(/%.*$/, '')}]` : address);
  names.add(hostname().toLowerCase());
  names.add(
    `${hostname()
      .toLowerCase()
      .replace(/\.local$/, '')}.local`,
  );
  return names;
}

/** Why a request must not be answered, or undefined. A foreign Host or Origin is refused before anything is read. */
export function foreignness(request: IncomingMessage, hosts: ReadonlySet<string>, isTls: boolean): string | undefined {
  const host = request.headers.host?.toLowerCase() ?? '';
  if (!hosts.has(host.replace(/:\d+$/, ''))) return 'This server is not known under that name.';
  const { origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
  // Following a link from elsewhere opens the page; nothing else of another site is answered.
  if ((site === 'cross-site' || site === 'same-site') && mode !== 'navigate')
    return 'Another page may not ask this server.';
  if (origin === undefined) return undefined;
  return origin.toLowerCase() === `${isTls ? 'https' : 'http'}://${host}`
    ? undefined
    : 'Another page may not ask this server.';
}
