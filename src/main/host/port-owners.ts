import type { ListeningSocket } from '#main/host/listening-sockets.ts';
import type { PortOwner, TakenPort } from '#shared/contract/ports.ts';

/** What a container has or will have of the ports of its computer. */
export interface PublishedPort {
  readonly id: string;
  readonly name: string;
  readonly isRunning: boolean;
  readonly port: number;
  readonly protocol: string;
  readonly address: string;
  readonly containerPort: number;
}

/** Docker's own helper that listens for a container. */
const HELPERS = /^(docker-proxy|rootlesskit|slirp4netns|pasta)/;

/** Everybody's ports in order. A socket that Docker holds for a container is the container's. */
export function portOwners(published: readonly PublishedPort[], sockets: readonly ListeningSocket[]): TakenPort[] {
  const running = new Set(
    published.flatMap(({ isRunning, port, protocol }) => (isRunning ? [`${protocol} ${port}`] : [])),
  );
  const ofContainers = published.map(({ id, name, isRunning, port, protocol, address, containerPort }) => ({
    port,
    protocol: protocolOf(protocol),
    address: address === '' ? '0.0.0.0' : address,
    owner: { kind: 'container' as const, id, name, isRunning },
    containerPort,
  }));
  const ofProcesses = sockets.flatMap(({ protocol, port, address, process }): TakenPort[] => {
    if (running.has(`${protocol} ${port}`) && (process === null || HELPERS.test(process.name))) return [];
    const owner: PortOwner = process ? { kind: 'process', ...process } : { kind: 'unknown' };
    return [{ port, protocol, address, owner }];
  });
  return [...ofContainers, ...ofProcesses].sort(
    (a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol) || a.address.localeCompare(b.address),
  );
}

const protocolOf = (text: string): TakenPort['protocol'] => (text === 'udp' || text === 'sctp' ? text : 'tcp');

export interface WantedPort {
  readonly port: number;
  readonly protocol: TakenPort['protocol'];
  readonly address?: string | undefined;
}

/** Whose a port is: who has it before who will want it; undefined where it is free. */
export function ownerOf(taken: readonly TakenPort[], wanted: WantedPort): PortOwner | undefined {
  const there = taken.filter(
    ({ port, protocol, address }) =>
      port === wanted.port && protocol === wanted.protocol && overlap(address, wanted.address ?? '0.0.0.0'),
  );
  return (there.find(({ owner }) => owner.kind !== 'container' || owner.isRunning) ?? there[0])?.owner;
}

/** The next port above that nobody has or wants, on any address; null where there is none. */
export function freePort(taken: readonly TakenPort[], wanted: WantedPort, given: ReadonlySet<number>): number | null {
  const used = new Set(taken.flatMap(({ port, protocol }) => (protocol === wanted.protocol ? [port] : [])));
  for (let port = Math.max(wanted.port + 1, 1024); port <= 65_535; port += 1)
    if (!used.has(port) && !given.has(port)) return port;
  return null;
}

const isEvery = (address: string): boolean => address === '' || address === '0.0.0.0' || address === '::';
const overlap = (a: string, b: string): boolean => isEvery(a) || isEvery(b) || a === b;
