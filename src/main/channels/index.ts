import { containersSource, runningContainers } from '#main/channels/containers.ts';
import { engineStatusSource } from '#main/channels/engine-status.ts';
import { eventsSource } from '#main/channels/events.ts';
import { jobsSource } from '#main/channels/jobs.ts';
import { logReadSource } from '#main/channels/log-read.ts';
import type { LogSearches } from '#main/channels/log-searches.ts';
import { logStreamSource } from '#main/channels/log-stream.ts';
import { type NetworkDeps, pairingSource, presenceSource, remoteAccessSource } from '#main/channels/network.ts';
import { settingsSource } from '#main/channels/settings.ts';
import { statsSource } from '#main/channels/stats.ts';
import type { TerminalSessions } from '#main/channels/terminals.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { Sources } from '#main/hub/source.ts';
import type { Jobs } from '#main/jobs/jobs.ts';
import type { SettingsStore } from '#main/settings/settings-port.ts';
import type { Clock } from '#shared/base/clock.ts';

export interface SourceDeps {
  readonly engines: Engines;
  readonly terminals: TerminalSessions;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly network: NetworkDeps;
  readonly jobs: Jobs;
  readonly searches: LogSearches;
}

/** A source for every channel of the contract: a missing one does not compile. */
export function createSources({ engines, terminals, settings, clock, network, jobs, searches }: SourceDeps): Sources {
  return {
    'engine:status': engineStatusSource(engines),
    containers: containersSource(engines),
    'docker:events': eventsSource(engines),
    'docker:stats': statsSource({
      engineOf: (name) => engines.get(name),
      containers: runningContainers(engines),
      clock,
    }),
    'logs:stream': logStreamSource({ engines, settings, clock }),
    'logs:read': logReadSource({ engines }),
    jobs: jobsSource(jobs),
    'search:progress': searches.source(),
    'terminal:output': terminals.source(),
    settings: settingsSource(settings),
    presence: presenceSource(network),
    'pairing:requests': pairingSource(network),
    'remote:access': remoteAccessSource(network),
  };
}
