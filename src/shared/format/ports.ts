/** As the contract's `ContainerPort`. */
export interface PortFacts {
  hostIp?: string | undefined;
  hostPort?: number | undefined;
  containerPort: number;
  protocol: string;
}

/** Published ports once each: Docker lists one for IPv4 and one for IPv6. */
export function publishedPorts(ports: readonly PortFacts[]): readonly number[] {
  const published = ports.flatMap((port) => (port.hostPort === undefined ? [] : [port.hostPort]));
  return [...new Set(published)].sort((a, b) => a - b);
}

/** "0.0.0.0:8080 -> 80/tcp", one a line. */
export function portLines(ports: readonly PortFacts[]): string {
  return ports
    .map((port) => {
      const inside = `${port.containerPort}/${port.protocol}`;
      return port.hostPort === undefined ? inside : `${port.hostIp ?? ''}:${port.hostPort} → ${inside}`;
    })
    .join('\n');
}
