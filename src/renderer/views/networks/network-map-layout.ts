import type { Container } from '#shared/contract/containers.ts';
import type { Network } from '#shared/contract/networks.ts';

export interface MapColumn {
  readonly network: Network;
  /** `shared`: they reach each other; `apart`: not even that (bridge without communication); `host`, `none`: as those are. */
  readonly kind: 'shared' | 'apart' | 'host' | 'none';
  /** Rows of its first and last container. */
  readonly from: number;
  readonly to: number;
}

export interface MapRow {
  readonly container: Container;
  readonly isUp: boolean;
  /** Its columns, from left to right; none for one that shares another container's network. */
  readonly at: readonly number[];
  /** "8080 → 80": how it is reached from outside. */
  readonly doors: readonly string[];
}

export interface NetworkMap {
  readonly columns: readonly MapColumn[];
  readonly rows: readonly MapRow[];
  /** Networks that no container is in. */
  readonly unused: readonly Network[];
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
export const isUp = ({ state }: Container): boolean => state === 'running' || state === 'paused';

/**
 * Networks as columns, containers as rows: lines never cross names, and forty of them are as legible as four. Those that are in
 * the same networks stand together, so that a column is a short line.
 */
export function layoutMap(networks: readonly Network[], containers: readonly Container[]): NetworkMap {
  const used = networks.filter(({ name }) => containers.some((one) => one.networks.includes(name)));
  // Docker's own last: the others are what somebody meant.
  const order = used.toSorted(
    (a, b) => Number(a.isPredefined) - Number(b.isPredefined) || collator.compare(a.name, b.name),
  );
  const at = new Map(order.map(({ name }, i) => [name, i]));
  const rows = containers
    .map((container) => ({
      container,
      isUp: isUp(container),
      at: container.networks.flatMap((name) => at.get(name) ?? []).toSorted((a, b) => a - b),
      doors: doorsOf(container),
    }))
    .sort((a, b) => byPlace(a.at, b.at) || collator.compare(a.container.name, b.container.name));
  const columns = order.map((network, column) => {
    const inside = rows.flatMap((row, i) => (row.at.includes(column) ? [i] : []));
    return { network, kind: kindOf(network), from: inside[0] ?? 0, to: inside.at(-1) ?? 0 };
  });
  return { columns, rows, unused: networks.filter((one) => !used.includes(one) && !one.isPredefined) };
}

/** Those that are in no network at all come last. */
function byPlace(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [one, other] = [a[i], b[i]];
    if (one === undefined || other === undefined) {
      if (i === 0) return one === undefined ? 1 : -1;
      return one === undefined ? -1 : 1;
    }
    if (one !== other) return one - other;
  }
  return 0;
}

function kindOf({ name, isPredefined, options }: Network): MapColumn['kind'] {
  if (isPredefined && (name === 'host' || name === 'none')) return name;
  return options['com.docker.network.bridge.enable_icc'] === 'false' ? 'apart' : 'shared';
}

/** Each once: Docker lists one for IPv4 and one for IPv6. */
function doorsOf({ ports }: Container): string[] {
  const published = ports.filter(({ hostPort }) => hostPort !== undefined);
  const sorted = published.toSorted((a, b) => (a.hostPort ?? 0) - (b.hostPort ?? 0));
  return [
    ...new Set(
      sorted.map(({ hostPort, containerPort, protocol }) => {
        const end = protocol === 'tcp' ? '' : `/${protocol}`;
        return hostPort === containerPort ? `${hostPort}${end}` : `${hostPort} → ${containerPort}${end}`;
      }),
    ),
  ];
}

/** Whom a container reaches, by the network; running ones only. */
export interface Reach {
  readonly column: MapColumn;
  readonly rows: readonly MapRow[];
}

export function reachOf({ columns, rows }: NetworkMap, row: MapRow): Reach[] {
  return row.at.flatMap((at) => {
    const column = columns[at];
    if (!column) return [];
    const isClosed = column.kind === 'none' || column.kind === 'apart';
    const others = isClosed ? [] : rows.filter((other) => other !== row && other.isUp && other.at.includes(at));
    return [{ column, rows: others }];
  });
}

/** The same in words, a sentence each. */
export function reachWords(map: NetworkMap, row: MapRow): string[] {
  const { name } = row.container;
  const reach = reachOf(map, row);
  const would = row.isUp ? 'reaches' : 'would reach';
  const words = row.isUp ? [] : [`${name} does not run: it reaches nobody, and nobody reaches it.`];
  if (row.at.length === 0) words.push(`${name} is in no network of its own.`);
  for (const { column, rows } of reach) {
    const { network, kind } = column;
    if (kind === 'none') words.push(`In ${network.name} it reaches nobody.`);
    else if (kind === 'host') words.push(`It uses this machine's own network, and ${would} what this machine reaches.`);
    else if (kind === 'apart') words.push(`In ${network.name} containers don't reach each other.`);
    else {
      const names = rows.map((one) => one.container.name).join(', ');
      const byAddress = network.isPredefined ? ', by address only' : '';
      words.push(
        names === '' ? `In ${network.name} it is alone.` : `In ${network.name} it ${would} ${names}${byAddress}.`,
      );
    }
  }
  const open = reach.filter(({ column: { kind } }) => kind === 'shared' || kind === 'apart');
  if (open.length > 0 && open.every(({ column }) => column.network.isInternal))
    words.push('Its networks are internal: it reaches nothing outside.');
  if (row.doors.length > 0)
    words.push(`From outside it is reached at ${row.doors.length === 1 ? 'port' : 'ports'} ${row.doors.join(', ')}.`);
  return words;
}
