import type { ConnectionsReport } from '#shared/contract/connections.ts';
import { channels, isChannel } from '#shared/contract/index.ts';
import type { Hub, StreamInfo } from '#main/hub/hub.ts';
import type { Presence } from '#main/session/presence.ts';

/** Opened because somebody watches. What runs always (the list of containers, events) reads for all and costs nothing more. */
const isUpstream = ({ channel, hasUpstream, isDerived }: StreamInfo): boolean =>
  hasUpstream && !isDerived && isChannel(channel) && channels[channel].lingerMs !== 'always';

/** Who is connected, and what is streamed for how many: `GET connections` and the command of that name. */
export function connectionsReport(presence: Presence, hub: Hub): ConnectionsReport {
  const connections = presence.connections();
  const streams = hub.inspect();
  return {
    connections,
    channels: streams
      .filter(({ subscribers }) => subscribers > 0)
      .map(({ channel, params, subscribers, state }) => ({ channel, params, subscribers, state })),
    totals: {
      connections: connections.length,
      subscriptions: connections.reduce((sum, one) => sum + one.subscriptions, 0),
      upstreams: streams.filter(isUpstream).length,
      bytesSent: presence.bytesSent,
    },
  };
}
