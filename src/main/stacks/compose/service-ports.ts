import type { PortSpec } from '#shared/contract/container-spec.ts';
import { Fields } from '#main/stacks/compose/fields.ts';
import type { Node, Problems } from '#main/stacks/compose/located.ts';

const HIGHEST = 65_535;
/** `[[address:]port:]port[/protocol]`, ports as numbers or ranges. */
const SHORT = /^(?:(?:(\[[0-9a-fA-F:]+\]|[^:[\]]*):)?([\d-]*):)?([\d-]+)(?:\/(tcp|udp|sctp))?$/i;

/** `ports` of a service. */
export function readPorts(service: Fields, problems: Problems): PortSpec[] {
  return service.items('ports').flatMap((item) => {
    if (item.kind === 'map') return longPort(new Fields(item, 'port', problems), item, problems);
    if (item.kind === 'scalar') return shortPort(item.text, item, problems);
    problems.error(item.at, 'A port is a text, as "8080:80", or a map.');
    return [];
  });
}

function shortPort(text: string, item: Node, problems: Problems): PortSpec[] {
  const [, address, published = '', target = '', protocol = 'tcp'] = SHORT.exec(text.trim()) ?? [];
  if (target === '') {
    problems.error(
      item.at,
      `"${text}" is no port. Ports are written as "8080:80", "127.0.0.1:8080:80" or "53:53/udp".`,
    );
    return [];
  }
  return portsOf({ address: address?.replace(/^\[|\]$/g, ''), published, target, protocol }, item, problems);
}

function longPort(fields: Fields, item: Node, problems: Problems): PortSpec[] {
  const target = fields.text('target');
  if (target === undefined) {
    problems.error(item.at, 'A port has a target: the port in the container.');
    return [];
  }
  const [published = '', address, protocol = 'tcp'] = [
    fields.text('published'),
    fields.text('host_ip'),
    fields.text('protocol'),
  ];
  return portsOf({ address, published, target, protocol }, item, problems);
}

interface Written {
  readonly address: string | undefined;
  readonly published: string;
  readonly target: string;
  readonly protocol: string;
}

function portsOf({ address, published, target, protocol }: Written, item: Node, problems: Problems): PortSpec[] {
  const inside = range(target);
  const outside = published === '' ? null : range(published);
  const kind = protocol.toLowerCase();
  if (!inside || outside === undefined || !/^(tcp|udp|sctp)$/.test(kind)) {
    problems.error(item.at, `A port is a number from 1 to ${HIGHEST}, or a range as 3000-3005, by tcp, udp or sctp.`);
    return [];
  }
  // For a single port inside Docker chooses one of the range.
  const chosen = outside && inside.length === 1 && outside.length > 1 ? outside.at(-1) : undefined;
  if (outside && chosen === undefined && outside.length !== inside.length) {
    problems.error(item.at, 'The two ranges of ports are not of the same length.');
    return [];
  }
  return inside.map((containerPort, i) => ({
    containerPort,
    protocol: kind as PortSpec['protocol'],
    ...(outside && { hostPort: outside[i] }),
    ...(chosen !== undefined && { hostPortEnd: chosen }),
    ...(address !== undefined && address !== '' && { hostIp: address }),
  }));
}

/** "3000-3002" as its numbers; undefined where it is none. */
function range(text: string): number[] | undefined {
  const [, from, to] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim()) ?? [];
  if (from === undefined) return undefined;
  const [first, last] = [Number(from), Number(to ?? from)];
  if (first < 1 || last > HIGHEST || last < first || last - first > 1000) return undefined;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
