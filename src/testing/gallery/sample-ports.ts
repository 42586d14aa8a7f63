import type { Container } from '#shared/contract/containers.ts';
import type { Result } from '#shared/contract/index.ts';
import type { TakenPort } from '#shared/contract/ports.ts';

/** What the gallery's containers publish, one that waits, and what else listens there. */
export function samplePorts(containers: readonly Container[]): Result<'ports.list'> {
  const published = containers.flatMap(({ id, name, state, ports }) =>
    ports.flatMap(({ hostPort, hostIp, containerPort, protocol }): TakenPort[] =>
      hostPort === undefined || state === 'exited'
        ? []
        : [
            {
              port: hostPort,
              protocol: protocol === 'udp' ? 'udp' : 'tcp',
              address: hostIp ?? '0.0.0.0',
              owner: { kind: 'container', id, name, isRunning: true },
              containerPort,
            },
          ],
    ),
  );
  const waiting = containers.find(({ state }) => state === 'exited');
  const others: TakenPort[] = [
    { port: 22, protocol: 'tcp', address: '0.0.0.0', owner: { kind: 'unknown' } },
    { port: 631, protocol: 'tcp', address: '127.0.0.1', owner: { kind: 'unknown' } },
    { port: 5353, protocol: 'udp', address: '::', owner: { kind: 'process', pid: 812, name: 'avahi-daemon' } },
    { port: 5173, protocol: 'tcp', address: '127.0.0.1', owner: { kind: 'process', pid: 41_877, name: 'node' } },
  ];
  const wants: TakenPort[] = waiting
    ? [
        {
          port: 3100,
          protocol: 'tcp',
          address: '0.0.0.0',
          owner: { kind: 'container', id: waiting.id, name: waiting.name, isRunning: false },
          containerPort: 3100,
        },
      ]
    : [];
  return { ports: [...published, ...others, ...wants].sort((a, b) => a.port - b.port), isHere: true };
}
