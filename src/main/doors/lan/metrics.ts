import type { Container } from '#shared/contract/containers.ts';
import type { StreamInfo } from '#main/hub/hub.ts';

/** What is told to Prometheus. */
export interface MetricsInput {
  readonly engineState: string;
  readonly connections: readonly { readonly transport: string }[];
  readonly streams: readonly StreamInfo[];
  readonly totals: { readonly items: number; readonly dropped: number };
  readonly containers: readonly Pick<Container, 'state'>[];
  readonly upSeconds: number;
  readonly memoryBytes: number;
}

type Labels = Readonly<Record<string, string>>;

/** The text format of Prometheus, version 0.0.4. */
export function metricsText(input: MetricsInput): string {
  const lines: string[] = [];
  const metric = (name: string, type: 'gauge' | 'counter', help: string, values: readonly [Labels, number][]): void => {
    lines.push(`# HELP quayside_${name} ${help}`, `# TYPE quayside_${name} ${type}`);
    for (const [labels, value] of values) lines.push(`quayside_${name}${labelText(labels)} ${value}`);
  };
  const states = ['connected', 'connecting', 'unavailable', 'denied'];
  metric(
    'engine_state',
    'gauge',
    'Whether Docker can be used: 1 at the state it is in.',
    states.map((state) => [{ engine: 'default', state }, Number(state === input.engineState)]),
  );
  metric('connections', 'gauge', 'Connections over the network.', counted(input.connections, 'transport'));
  const watched = input.streams.filter(({ subscribers }) => subscribers > 0);
  metric('channels', 'gauge', 'Streams that somebody watches.', counted(watched, 'channel'));
  metric('subscriptions', 'gauge', 'Watchers of all streams.', [
    [{}, watched.reduce((sum, { subscribers }) => sum + subscribers, 0)],
  ]);
  const upstreams = input.streams.filter(({ hasUpstream, isDerived }) => hasUpstream && !isDerived);
  metric('upstreams', 'gauge', 'Sources that are open.', counted(upstreams, 'channel'));
  metric('buffered_bytes', 'gauge', 'Held for late and slow watchers.', [
    [{}, input.streams.reduce((sum, { bytes }) => sum + bytes, 0)],
  ]);
  metric('items_total', 'counter', 'Items given to watchers.', [[{}, input.totals.items]]);
  metric('dropped_total', 'counter', 'Items that slow watchers were told they missed.', [[{}, input.totals.dropped]]);
  metric('containers', 'gauge', 'Containers by their state.', counted(input.containers, 'state'));
  metric('uptime_seconds', 'gauge', 'Since this program began.', [[{}, Math.round(input.upSeconds)]]);
  metric('memory_bytes', 'gauge', 'Resident memory of this program.', [[{}, input.memoryBytes]]);
  return `${lines.join('\n')}\n`;
}

function counted<K extends string>(list: readonly Readonly<Record<K, string>>[], by: K): [Labels, number][] {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(one[by], (counts.get(one[by]) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, count]) => [{ [by]: value }, count]);
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  );
  return parts.length > 0 ? `{${parts.join(',')}}` : '';
}
