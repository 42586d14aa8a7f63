// A window without a screen of ours in it: the real core, door and link, and a bare invoke echo beside them.
import { app, BrowserWindow, ipcMain, MessageChannelMain } from 'electron/main';
import { systemClock } from '#shared/base/clock.ts';
import { compose, LOCAL_CALLER } from '#main/compose.ts';
import { mainPortLink } from '#main/doors/ipc/main-port-link.ts';
import { PageDoor } from '#main/doors/ipc/page-door.ts';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';

const settings = new SettingsKeeper({ read: () => ({}), write: () => undefined });

const tickOf = () =>
  Array.from({ length: 200 }, (_, index) => ({
    container: String(index).padStart(64, '0'),
    time: '2026-11-21T07:30:30.669305096Z',
    cpuPercent: 12.5 + index,
    memoryBytes: 1e8 + index,
    memoryLimitBytes: 2e9,
    networkRxRate: 1000.5 * index,
    networkTxRate: 900.25 * index,
    blockReadRate: null,
    blockWriteRate: null,
  }));

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
  // A tick of 200 containers as objects, the plain way; ours goes as one batch over a link.
  ipcMain.on('tick', ({ sender }) => sender.send('ticked', tickOf()));
  ipcMain.on('tick-port', ({ sender }) => {
    const { port1, port2 } = new MessageChannelMain();
    const link = mainPortLink(port1);
    link.onMessage(() =>
      link.send({ e: 'docker:stats', p: { stream: 's1', epoch: '00000000', from: 0, next: 200, items: tickOf() } }),
    );
    sender.mainFrame.postMessage('tick-port', null, [port2]);
  });
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
