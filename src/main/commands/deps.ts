import type { Alerts } from '#main/alerts/alerts.ts';
import type { Protection } from '#main/containers/protection.ts';
import type { RemovedContainers } from '#main/containers/removed-containers.ts';
import type { Replacements } from '#main/containers/replacements.ts';
import type { DbQueries } from '#main/databases/db-queries.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { SearchQuery } from '#main/history/history-types.ts';
import type { History } from '#main/history/history.ts';
import type { Incidents } from '#main/incidents/incidents.ts';
import type { RegistryLogins } from '#main/images/registry-logins.ts';
import type { Jobs } from '#main/jobs/jobs.ts';
import type { JoinedActs } from '#main/jobs/joined-acts.ts';
import type { AppLog } from '#main/log/app-log.ts';
import type { Stacks } from '#main/stacks/stacks.ts';
import type { DockerEvent } from '#shared/contract/events.ts';
import type { StatsPoint } from '#shared/contract/stats-history.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import type { SettingsKeeper } from '#main/settings/settings-keeper.ts';
import type { Security } from '#main/security/security.ts';
import type { Presence } from '#main/session/presence.ts';
import type { Transfers } from '#main/session/transfers.ts';
import type { VolumeHelpers } from '#main/volumes/volume-helpers.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { ConnectionsReport } from '#shared/contract/connections.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { EngineEntry } from '#shared/contract/engines.ts';
import type { LogItem } from '#shared/contract/logs.ts';
import type { DiskUse, EngineInfo } from '#shared/contract/host.ts';
import type { RemoteState } from '#shared/contract/remote.ts';
import type { TerminalSession } from '#shared/contract/terminals.ts';
import type { LogExportsDeps } from '#main/commands/log-exports.ts';
import type { Progress } from '#main/commands/image-jobs.ts';
import type { CallContext, Caller } from '#main/commands/handler.ts';

/** The terminal sessions as the commands need them; `TerminalSessions` of the channels is one. */
export interface Terminals {
  open(
    request: {
      engine: string;
      container: string;
      command?: readonly string[] | undefined;
      user?: string | undefined;
      columns: number;
      rows: number;
    },
    caller: Caller,
    signal: AbortSignal,
  ): Promise<string>;
  list(filter: { engine: string; container?: string | undefined }, caller: Caller): TerminalSession[];
  resize(session: string, columns: number, rows: number, caller: Caller): Promise<void>;
  close(session: string, caller: Caller): Promise<void>;
}

/** `since`, `until` as the contract takes them: RFC 3339 or seconds. */
export interface LogRange {
  readonly tail?: number | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** What the handlers stand on. */
export interface HandlerDeps {
  /** Throws `engine_unavailable` while not connected. */
  engineOf(name: string): Engine;
  /** As the `containers` channel holds them. */
  containersNow(engine: string): Promise<Container[]>;
  protection: Protection;
  removedContainers: RemovedContainers;
  replacements: Replacements;
  stacks: Stacks;
  listContexts(): Promise<EngineEntry[]>;
  selectContext(context: string): Promise<void>;
  /** What would start Docker here, as program and arguments; null where nothing is known. */
  startCommand(): readonly string[] | null;
  startDocker(command: readonly string[], signal: AbortSignal): Promise<void>;
  engineInfo(engine: string, signal: AbortSignal): Promise<EngineInfo>;
  /** At most a minute old; measured now where `isNew`. */
  diskUse(engine: string, isNew?: boolean): Promise<DiskUse>;
  settings: SettingsKeeper;
  /** What is kept of a container's statistics; times in ms since 1970. */
  keptStats(
    container: string,
    fromMs: number,
    untilMs: number,
  ): Promise<{ points: StatsPoint[]; samples: StatsSample[]; events: DockerEvent[] }>;
  /** Whether a container's statistics come from the kernel's files now, and not from the engine. */
  areFilesUsed(container: string): boolean;
  appLog: AppLog;
  terminals: Terminals;
  clock: Clock;
  readLogItems(engine: string, container: string, range: LogRange, signal: AbortSignal): Promise<LogItem[]>;
  openExport: LogExportsDeps['openExport'];
  askWhereToSave?: LogExportsDeps['askWhereToSave'];
  /** Ask the person at this computer for a file or a folder, undefined for none; absent where nobody sits there. */
  askWhichFile?: (() => Promise<string | undefined>) | undefined;
  askWhichFolder?: (() => Promise<string | undefined>) | undefined;
  /** Shows a folder by the system's own file manager; absent where nobody sits there. Throws what the system said. */
  openFolder?: ((folder: string) => Promise<void>) | undefined;
  jobs: Jobs;
  acts: JoinedActs;
  volumeHelpers: VolumeHelpers;
  queries: DbQueries;
  imageProgress: Progress;
  registryLogins: RegistryLogins;
  history: History;
  incidents: Incidents;
  alerts: Alerts;
  /** Begins a search of the kept logs for this user; gives its job. */
  startSearch(query: SearchQuery, user: string): string;
  /** What is read and not yet written is in the store afterwards. */
  flushKept(): Promise<void>;
  /** Opened when it is first asked for; throws where there is no remote access. */
  security(): Promise<Security>;
  remote: RemoteSwitch;
  presence: Presence;
  transfers: Transfers;
  connections(): ConnectionsReport;
  /** Loads the newer version that `app:update` tells of; throws `not_found` where there is none. */
  loadUpdate(): Promise<void>;
  /** Whether a person can be asked at this computer. */
  hasWindow: boolean;
  isLoopback(host: string): boolean;
  /** Asks the owner where the caller sits at this computer's window. Throws `forbidden` when the answer is no. */
  confirm(question: Question, context: CallContext): Promise<void>;
}

/** What the owner is asked before something that reaches far, outside the page. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  /** The button that does it, by its verb. */
  readonly yes: string;
}

/** The second door, on and off. Throws as its start does: port taken, not an address of this computer. */
export interface RemoteSwitch {
  readonly state: RemoteState;
  start(options: { host: string; port: number; isTls: boolean }): Promise<RemoteState>;
  stop(): Promise<void>;
}
