// A window without a screen of ours in it: the real core, door and link, and a bare invoke echo beside them.
import { app, BrowserWindow, ipcMain } from 'electron/main';
import { systemClock } from '#shared/base/clock.ts';
import { compose, LOCAL_CALLER } from '#main/compose.ts';
import { PageDoor } from '#main/doors/ipc/page-door.ts';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';

const settings = new SettingsKeeper({ read: () => ({}), write: () => undefined });

async function start(): Promise<void> {
  const core = compose({ env: process.env, clock: systemClock, settings, version: 'bench' });
  const door = new PageDoor({
    origins: ['file://'],
    openSession: (link) => core.openSession(link, LOCAL_CALLER),
    refused: (url) => console.error(`refused ${url}`),
  });
  const window = new BrowserWindow({
    width: 400,
    height: 300,
    webPreferences: { nodeIntegration: true, contextIsolation: false, sandbox: false, backgroundThrottling: false },
  });
  ipcMain.handle('echo', () => settings.get());
  ipcMain.on('attach', ({ sender }) => door.attach(sender));
  ipcMain.on('failed', (_event, why: unknown) => {
    console.error(why);
    app.exit(1);
  });
  ipcMain.on('result', (_event, result: unknown) => {
    process.stdout.write(`RESULT ${JSON.stringify(result)}\n`);
    void core.dispose().finally(() => app.exit(0));
  });
  await window.loadFile(process.env['BENCH_PAGE'] ?? '', {
    query: { container: process.env['BENCH_CONTAINER'] ?? '' },
  });
}

// Not awaited here: Electron is ready only after its entry module has run.
void app.whenReady().then(start);
