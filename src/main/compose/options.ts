import type { AppError } from '#shared/protocol/errors.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { AlertNotice } from '#shared/contract/alerts.ts';
import type { HostMetrics } from '#shared/contract/host.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import type { Link } from '#shared/protocol/link.ts';
import type { UpdateView } from '#main/channels/updates.ts';
import type { Question } from '#main/commands/deps.ts';
import type { Caller } from '#main/commands/handler.ts';
import type { RemoteAccess } from '#main/doors/lan/remote-access.ts';
import type { Env } from '#main/engine/discovery.ts';
import type { Log } from '#main/engine/engine.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { HistoryOptions } from '#main/history/history.ts';
import type { SystemHostOptions } from '#main/host/host.ts';
import type { ProcessFigures } from '#main/host/own-processes.ts';
import type { Hub } from '#main/hub/hub.ts';
import type { Echo } from '#main/log/app-log.ts';
import type { SecretSeal } from '#main/security/secrets.ts';
import type { Security } from '#main/security/security.ts';
import type { Session } from '#main/session/session.ts';
import type { SettingsKeeper } from '#main/settings/settings-keeper.ts';

export interface ComposeOptions {
  env: Env;
  clock: Clock;
  settings: SettingsKeeper;
  version: string;
  /** Where remote access keeps its users and secrets, and the page it serves; without it there is none. */
  remote?: {
    home: string;
    pages: string;
    /** The system's keyring, where there is one. */
    seal?: SecretSeal | undefined;
    /** Asks the person at this computer; absent where nobody sits there. */
    ask?: (question: Question) => Promise<boolean>;
  };
  /** Asks the person at this computer where a file goes, undefined for nowhere; absent where nobody sits there. */
  askWhereToSave?: (fileName: string) => Promise<string | undefined>;
  /** Shows what an alert rule told, by the system's own notification; absent where nobody sits. */
  notify?: (notice: AlertNotice) => void;
  /** The same for a file to read, and for a folder. */
  askWhichFile?: () => Promise<string | undefined>;
  askWhichFolder?: () => Promise<string | undefined>;
  /** Shows a folder by the system's own file manager. */
  openFolder?: (folder: string) => Promise<void>;
  /** The processes of the program where it is more than this one. */
  ownProcesses?: () => readonly ProcessFigures[];
  /** Whether this computer runs on its battery; absent where nobody tells. */
  isOnBattery?: () => boolean;
  /** Where logs are kept, and what starts the thread that keeps them; without it none are. */
  store?: Pick<HistoryOptions, 'file' | 'startWorker'>;
  /** Starts the thread that looks up what is slow of this machine. */
  startHostWorker?: SystemHostOptions['startWorker'];
  updates?: Updates;
  /** Where the app's own log is kept; without it it is on no disk. */
  logs?: { folder: string };
  /** Where its entries are shown as well; lines on standard error where nothing is named. */
  echo?: Echo;
}

/** Newer versions of this program, where it looks for them itself. */
export interface Updates extends UpdateView {
  /** Throws `not_found` where there is none. */
  load(): Promise<void>;
}

export interface Core {
  readonly hub: Hub;
  readonly engines: Engines;
  readonly remote: RemoteAccess;
  /** Opens the second door as the settings say; what is wrong stands in its state. */
  startRemote(): Promise<void>;
  /** Who may come in over the network. Throws where there is no remote access. */
  security(): Promise<Security>;
  /** A session for one link; it ends with its link, or when it is disposed. */
  openSession(link: Link, caller: Caller): Session;
  /** Bytes that the person at this computer sends for a command, to the ticket that it gave; what is wrong with them. */
  receive(ticket: string, sent: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<AppError | undefined>;
  /** What this machine does since the last call, from its own files; no process or disk is looked up for it. */
  machine(): Promise<HostMetrics>;
  /** The newest sample of each container that anybody had measured. */
  samples(): readonly StatsSample[];
  /** The app's own log. */
  readonly log: Log;
  /** Tells everyone, ends streams and terminals with their processes, and settles when nothing is left. */
  dispose(): Promise<void>;
}
