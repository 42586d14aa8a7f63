import { alertNoticesSource, alertRulesSource } from '#main/channels/alerts.ts';
import { type AppLogView, appLogSource } from '#main/channels/app-log.ts';
import { containersSource, runningContainers } from '#main/channels/containers.ts';
import { engineStatusSource } from '#main/channels/engine-status.ts';
import { eventsSource } from '#main/channels/events.ts';
import { type HostSourceDeps, hostSource } from '#main/channels/host.ts';
import { incidentsSource } from '#main/channels/incidents.ts';
import { jobProgressSource } from '#main/channels/job-progress.ts';
import { jobsSource } from '#main/channels/jobs.ts';
import { logReadSource } from '#main/channels/log-read.ts';
import type { LogSearches } from '#main/channels/log-searches.ts';
import { logStreamSource } from '#main/channels/log-stream.ts';
import { type NetworkDeps, pairingSource, presenceSource, remoteAccessSource } from '#main/channels/network.ts';
import { protectedSource } from '#main/channels/protected.ts';
import { queryResultSource } from '#main/channels/query-results.ts';
import { settingsSource } from '#main/channels/settings.ts';
import { type OwnCostDeps, ownCostSource } from '#main/channels/own-cost.ts';
import { statsSource } from '#main/channels/stats.ts';
import { type UpdateView, updateSource } from '#main/channels/updates.ts';
import type { TerminalSessions } from '#main/channels/terminals.ts';
import type { Alerts } from '#main/alerts/alerts.ts';
import type { Protection } from '#main/containers/protection.ts';
import type { DbQueries } from '#main/databases/db-queries.ts';
import type { StatsFiles } from '#main/engine/cgroup/stats-files.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { Sources } from '#main/hub/source.ts';
import { serviceStatusSource, stacksSource } from '#main/channels/stacks.ts';
import type { Incidents } from '#main/incidents/incidents.ts';
import type { ProgressFeed } from '#main/jobs/progress-feed.ts';
import type { Jobs } from '#main/jobs/jobs.ts';
import type { StackWatch } from '#main/stacks/stack-watch.ts';
import type { SettingsStore } from '#main/settings/settings-port.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { BuildLine, TransferState } from '#shared/contract/image-jobs.ts';
import type { DeployLine } from '#shared/contract/stacks.ts';
import type { StatsSample } from '#shared/contract/stats.ts';

export interface SourceDeps {
  readonly engines: Engines;
  readonly terminals: TerminalSessions;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly network: NetworkDeps;
  readonly jobs: Jobs;
  readonly imageProgress: { readonly transfers: ProgressFeed<TransferState>; readonly builds: ProgressFeed<BuildLine> };
  readonly searches: LogSearches;
  readonly queries: DbQueries;
  readonly deploys: ProgressFeed<DeployLine>;
  readonly stackWatch: (engine: string) => StackWatch;
  readonly protection: Protection;
  readonly incidents: Incidents;
  /** Asked for when it is first watched: alerts are made of streams themselves. */
  readonly alerts: () => Alerts;
  readonly appLog: AppLogView;
  readonly host: Omit<HostSourceDeps, 'clock'>;
  /** Absent where the program does not look for newer versions of itself. */
  readonly updates: UpdateView | undefined;
  readonly own: Omit<OwnCostDeps, 'clock'>;
  readonly statsFiles: StatsFiles;
  /** Told of each sample that anybody is shown. */
  readonly onSample: (sample: StatsSample) => void;
}

/** A source for every channel of the contract: a missing one does not compile. */
export function createSources({
  engines,
  terminals,
  settings,
  clock,
  network,
  jobs,
  imageProgress,
  searches,
  queries,
  deploys,
  stackWatch,
  protection,
  incidents,
  alerts,
  host,
  own,
  appLog,
  statsFiles,
  onSample,
  updates,
}: SourceDeps): Sources {
  return {
    'engine:status': engineStatusSource(engines),
    containers: containersSource(engines),
    protected: protectedSource(engines, protection),
    'docker:events': eventsSource(engines),
    'docker:stats': statsSource({
      engineOf: (name) => engines.get(name),
      containers: runningContainers(engines),
      clock,
      onSample,
      files: statsFiles,
    }),
    'logs:stream': logStreamSource({ engines, settings, clock }),
    'logs:read': logReadSource({ engines }),
    incidents: incidentsSource(incidents),
    'alert:rules': alertRulesSource(alerts),
    'alert:notices': alertNoticesSource(alerts),
    'app:logs': appLogSource(appLog),
    'host:metrics': hostSource({ ...host, clock }),
    'own:cost': ownCostSource({ ...own, clock }),
    jobs: jobsSource(jobs),
    'pull:progress': jobProgressSource(imageProgress.transfers),
    'build:progress': jobProgressSource(imageProgress.builds),
    'deploy:progress': jobProgressSource(deploys),
    stacks: stacksSource(stackWatch),
    'service:status': serviceStatusSource(stackWatch),
    'search:progress': searches.source(),
    'db:query:result': queryResultSource(queries),
    'terminal:output': terminals.source(),
    settings: settingsSource(settings),
    presence: presenceSource(network),
    'pairing:requests': pairingSource(network),
    'remote:access': remoteAccessSource(network),
    'app:update': updateSource(updates),
  };
}
