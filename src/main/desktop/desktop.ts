import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, nativeTheme, session } from 'electron/main';
import { HomeTaken, lockHome } from '#main/settings/home.ts';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';
import { prepareHome } from '#main/desktop/app-home.ts';
import { registerAppScheme, serveApp } from '#main/desktop/app-protocol.ts';
import { chooseGraphics } from '#main/desktop/graphics.ts';
import { guardAllPages, guardSession } from '#main/desktop/guards.ts';
import { electronJsonFile } from '#main/desktop/json-file.ts';
import { addressIn, addressOf } from '#main/desktop/links.ts';
import { followZoom, goTo, openMainWindow } from '#main/desktop/main-window.ts';
import { systemNotices } from '#main/desktop/notifications.ts';
import type { OpenDoor, WindowDoor } from '#main/desktop/window-door.ts';

/** `protocol`: everything has ended within 3 s. */
const QUIT_MS = 2_500;
/** A page that paints late, or never where the window starts hidden, gets its data all the same. */
const PAINT_MS = 1_000;

export interface DesktopOptions {
  readonly openDoor: OpenDoor;
}

/** The desktop app from its first line to its end. One instance for each home: a second start shows the first, at the link it was given. */
export function runDesktop({ openDoor }: DesktopOptions): void {
  const home = prepareHome();
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  if (!takeHome(home)) return;
  // Left to itself it stays as a folder in /tmp after each run: `app.exit` ends before Chromium tidies up.
  app.once('quit', () => app.releaseSingleInstanceLock());
  registerAppScheme();
  chooseGraphics();
  guardAllPages();
  let window: BrowserWindow | undefined;
  let address = addressIn(process.argv);
  const show = (to: string | undefined): void => {
    if (!window || window.isDestroyed()) {
      address = to ?? address; // the window that is on its way opens there
      return;
    }
    if (to !== undefined) goTo(window, to);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  app.on('second-instance', (_event, commandLine) => show(addressIn(commandLine)));
  // macOS hands links over by an event.
  app.on('open-url', (event, link) => {
    event.preventDefault();
    show(addressOf(link));
  });
  // From the source tree it would be Electron that the system starts. On Linux the package's desktop entry says who opens
  // our links; the call would run xdg-settings, wait for it, and leave a line in the user's own files after a removal.
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient('quayside');
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(() => {
    window = start(home, openDoor, address, show);
  });
}

/** One program works on a home; another window program was met before, so this is the server without a display. */
function takeHome(home: string): boolean {
  try {
    const lock = lockHome(home, 'Quayside');
    app.once('quit', () => lock.dispose());
    return true;
  } catch (thrown) {
    if (!(thrown instanceof HomeTaken)) throw thrown;
    dialog.showErrorBox('Quayside is already running', thrown.message);
    app.exit(1);
    return false;
  }
}

function start(
  home: string,
  openDoor: OpenDoor,
  address: string | undefined,
  show: (address: string) => void,
): BrowserWindow {
  const out = join(app.getAppPath(), 'out');
  serveApp(join(out, 'renderer'));
  guardSession(session.defaultSession);
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null); // macOS needs one for copy and paste
  const settings = new SettingsKeeper(electronJsonFile(home, 'settings'));
  const followSetting = (): void => {
    nativeTheme.themeSource = settings.get().theme;
  };
  followSetting();
  settings.onChange(followSetting);

  const window = openMainWindow(
    { preload: join(out, 'preload'), resources: join(app.getAppPath(), 'resources') },
    electronJsonFile(home, 'window'),
    address,
  );
  followZoom(window, settings);
  const { webContents } = window;
  let door: Promise<WindowDoor> | undefined;
  // Until the page has painted this process serves its files and shows its picture; loading the core would hold both up.
  const painted = new Promise<void>((resolve) => {
    window.once('ready-to-show', resolve);
    setTimeout(resolve, PAINT_MS);
  });
  const open = async (): Promise<WindowDoor> => {
    await painted;
    return (door ??= openDoor({ home, settings, notify: systemNotices(show) }));
  };
  void open();
  // Each load is a new page that needs a port of its own.
  webContents.on('did-finish-load', () => {
    void open().then((opened) => {
      if (!webContents.isDestroyed()) opened.attach(webContents);
    });
  });
  endBeforeQuit(() => door);
  return window;
}

/** What runs inside containers is ended and viewers are told before the process goes; a hanging engine does not keep it. */
function endBeforeQuit(door: () => Promise<WindowDoor> | undefined): void {
  app.once('will-quit', (event) => {
    const opened = door();
    if (!opened) return;
    event.preventDefault();
    const late = new Promise<void>((resolve) => setTimeout(resolve, QUIT_MS));
    const ended = opened.then((one) => one.dispose());
    void Promise.race([ended, late])
      .catch((thrown: unknown) => process.stderr.write(`[quayside] the end failed: ${String(thrown)}\n`))
      .finally(() => app.exit(0));
  });
}
