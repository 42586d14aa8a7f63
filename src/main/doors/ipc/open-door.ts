import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { app, powerMonitor } from 'electron/main';
import { systemClock } from '#shared/base/clock.ts';
import { loopback } from '#shared/protocol/loopback.ts';
import { compose, type ComposeOptions, LOCAL_CALLER, type Question, type Updates } from '#main/compose.ts';
import { appProcesses } from '#main/doors/ipc/app-processes.ts';
import { PageDoor } from '#main/doors/ipc/page-door.ts';
import type { SettingsKeeper } from '#main/settings/settings-keeper.ts';

export interface OpenDoorOptions {
  /** Folder of the app's own files. */
  readonly home: string;
  readonly settings: SettingsKeeper;
  readonly updates: Updates;
  readonly notify: NonNullable<ComposeOptions['notify']>;
  readonly origins: readonly string[];
  readonly seal: NonNullable<ComposeOptions['remote']>['seal'];
  readonly ask: (question: Question) => Promise<boolean>;
  readonly askWhereToSave: (fileName: string) => Promise<string | undefined>;
  readonly askWhichFile: () => Promise<string | undefined>;
  readonly askWhichFolder: () => Promise<string | undefined>;
  readonly openFolder: (folder: string) => Promise<void>;
}

/** The core behind the window. Loaded when the page is on its way: the window is on screen before Docker is asked. */
export function openDoor({ home, settings, updates, notify, origins, seal, ask, ...dialogs }: OpenDoorOptions) {
  const core = compose({
    env: process.env,
    clock: systemClock,
    settings,
    version: app.getVersion(),
    store: {
      file: join(home, 'store', 'logs.db'),
      startWorker: (workerData) =>
        new Worker(join(app.getAppPath(), 'out', 'main', 'history-worker.js'), { workerData }),
    },
    logs: { folder: join(home, 'logs') },
    startHostWorker: () => new Worker(join(app.getAppPath(), 'out', 'main', 'host-worker.js')),
    remote: { home, pages: join(app.getAppPath(), 'out', 'renderer'), seal, ask },
    ...dialogs,
    updates,
    notify,
    ownProcesses: appProcesses(),
    isOnBattery: () => powerMonitor.isOnBatteryPower(),
  });
  if (settings.get().remoteAutostart) void core.startRemote();
  const door = new PageDoor({
    origins,
    openSession: (link) => core.openSession(link, LOCAL_CALLER),
    refused: (url) => core.log.warn('a page that is not ours was to be given a port', { url: url.slice(0, 200) }),
  });
  return {
    attach: (contents: Electron.WebContents) => door.attach(contents),
    openLink: () => {
      const { server, client } = loopback();
      core.openSession(server, LOCAL_CALLER);
      return client;
    },
    receive: async (ticket: string, sent: AsyncIterable<Uint8Array>, signal: AbortSignal) =>
      (await core.receive(ticket, sent, signal))?.toShape(),
    machine: () => core.machine(),
    samples: () => core.samples(),
    dispose: async () => {
      door.dispose();
      await core.dispose();
    },
  };
}
