import type { Clock } from '#shared/base/clock.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { LanDeps } from '#main/doors/lan/lan-deps.ts';
import { metricsText } from '#main/doors/lan/metrics.ts';
import { RemoteAccess } from '#main/doors/lan/remote-access.ts';
import type { Log } from '#main/engine/engine.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { Hub } from '#main/hub/hub.ts';
import type { Security } from '#main/security/security.ts';

interface Options extends Pick<LanDeps, 'version' | 'pages' | 'limits' | 'presence' | 'transfers'> {
  clock: Clock;
  /** Opened when the door is. */
  security(): Promise<Security>;
  toError(thrown: unknown): AppError;
  warn: Log['warn'];
  engines: Engines;
  /** What is built after the door, and asked for when it opens. */
  late(): Pick<LanDeps, 'sessions' | 'dispatch'> & { hub: Hub };
}

/** The second door, as yet closed. */
export function openRemoteAccess({ security, engines, late, ...rest }: Options): RemoteAccess {
  const { clock, toError } = rest;
  return new RemoteAccess({
    now: () => clock.now(),
    toError,
    certificate: async (addresses) => (await security()).certificate(addresses),
    openDeps: async () => {
      const { hub, ...built } = late();
      return {
        ...rest,
        ...built,
        auth: (await security()).auth,
        metrics: () =>
          metricsText({
            engineState: engines.status().state,
            connections: rest.presence.connections(),
            streams: hub.inspect(),
            totals: hub.totals,
            containers: engines.containers().all(),
            upSeconds: process.uptime(),
            memoryBytes: process.memoryUsage.rss(),
          }),
        engine: () => engines.status(),
      };
    },
  });
}
