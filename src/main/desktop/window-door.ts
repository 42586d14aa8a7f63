import type { WebContents } from 'electron/main';
import type { AlertNotice } from '#shared/contract/alerts.ts';
import type { HostMetrics } from '#shared/contract/host.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import type { ErrorShape } from '#shared/protocol/errors.ts';
import type { Link } from '#shared/protocol/link.ts';
import type { Updates } from '#main/compose.ts';
import type { SettingsKeeper } from '#main/settings/settings-keeper.ts';

/** How the core meets a window; `doors/ipc` implements it. */
export interface WindowDoor {
  /**
   * The page has loaded and its listener for a port is in place. Called again after each reload: the
   * session of the page before is to be ended then.
   */
  attach(contents: WebContents): void;
  /** A link of its own to the core, with the rights of the person at this computer. */
  openLink(): Link;
  /** Bytes that the page sends for a command; what is wrong with them, undefined where all is well. */
  receive(ticket: string, sent: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<ErrorShape | undefined>;
  /** What this machine does, since the last call. */
  machine(): Promise<HostMetrics>;
  /** The newest sample of each container that anybody had measured. */
  samples(): readonly StatsSample[];
  /** Settles when every session, stream and terminal has ended. */
  dispose(): Promise<void>;
}

export interface DesktopParts {
  /** Folder of the app's own files, 0700. */
  readonly home: string;
  readonly settings: SettingsKeeper;
  readonly updates: Updates;
  /** Shows a notice by the system's own notification. */
  readonly notify: (notice: AlertNotice) => void;
}

export type OpenDoor = (parts: DesktopParts) => Promise<WindowDoor>;
