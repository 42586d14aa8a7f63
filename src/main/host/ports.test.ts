import { describe, expect, it } from 'vitest';
import { parseSockets } from '#main/host/listening-sockets.ts';
import { freePort, ownerOf, portOwners, type PublishedPort } from '#main/host/port-owners.ts';

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100 0 0 10 0
   2: 0100007F:1F90 0100007F:D0A2 01 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100 0 0 10 0
`;
const TCP6 = `  sl  local_address
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 21 1
   1: 00000000000000000000000001000000:0051 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 22 1
   2: B80D0120000000000000000001000000:0052 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 23 1
   3: 0000000000000000FFFF00000100007F:0053 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 24 1
`;

describe('what listens', () => {
  it('is read from the kernel', () => {
    expect(parseSockets(TCP, 'tcp')).toEqual([
      { protocol: 'tcp', address: '127.0.0.1', port: 8080, inode: '4711' },
      { protocol: 'tcp', address: '0.0.0.0', port: 22, inode: '4712' },
    ]);
    expect(parseSockets(TCP6, 'tcp').map(({ address }) => address)).toEqual(['::', '::1', '2001:db8::1', '127.0.0.1']);
    expect(parseSockets('', 'udp')).toEqual([]);
    expect(parseSockets('garbage\n : : :\n', 'udp')).toEqual([]);
  });
});

const shop: PublishedPort = {
  id: 'a',
  name: 'shop',
  isRunning: true,
  port: 80,
  protocol: 'tcp',
  address: '0.0.0.0',
  containerPort: 8000,
};
const stopped: PublishedPort = { ...shop, id: 'b', name: 'old', isRunning: false, port: 81 };

describe('a port', () => {
  const taken = portOwners(
    [shop, stopped],
    [
      { protocol: 'tcp', address: '0.0.0.0', port: 80, process: { pid: 7, name: 'docker-proxy' } },
      { protocol: 'tcp', address: '::', port: 80, process: null },
      { protocol: 'tcp', address: '127.0.0.1', port: 82, process: { pid: 9, name: 'node' } },
      { protocol: 'udp', address: '0.0.0.0', port: 82, process: null },
    ],
  );

  it('belongs to its container and not a helper of Docker', () => {
    expect(taken.map(({ port, protocol, owner }) => [port, protocol, owner.kind])).toEqual([
      [80, 'tcp', 'container'],
      [81, 'tcp', 'container'],
      [82, 'tcp', 'process'],
      [82, 'udp', 'unknown'],
    ]);
  });

  it('is taken where addresses meet', () => {
    const of = (port: number, address?: string) => ownerOf(taken, { port, protocol: 'tcp', address });
    expect(of(80)).toMatchObject({ name: 'shop' });
    expect(of(80, '127.0.0.1')).toMatchObject({ name: 'shop' });
    expect(of(81)).toMatchObject({ name: 'old', isRunning: false });
    expect(of(82, '192.168.1.4')).toBeUndefined();
    expect(of(82)).toMatchObject({ kind: 'process', name: 'node' });
    expect(of(83)).toBeUndefined();
  });

  it('is offered where nobody has or wants it', () => {
    const free = (port: number, given: number[] = []) => freePort(taken, { port, protocol: 'tcp' }, new Set(given));
    expect(free(80)).toBe(1024);
    expect(free(5000)).toBe(5001);
    expect(free(5000, [5001])).toBe(5002);
    expect(free(65_535)).toBeNull();
  });
});
