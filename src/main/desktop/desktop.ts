import { join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, nativeTheme, session } from 'electron/main';
import { HomeTaken, lockHome } from '#main/settings/home.ts';
import { plainJsonFile } from '#main/settings/plain-json-file.ts';
import { prepareHome } from '#main/desktop/app-home.ts';
import { registerSchemes, serveApp } from '#main/desktop/app-protocol.ts';
import { HIDDEN } from '#main/desktop/autostart-entry.ts';
import type { DesktopCore } from '#main/desktop/desktop-core.ts';
import { firstLook } from '#main/desktop/first-look.ts';
import { chooseGraphics } from '#main/desktop/graphics.ts';
import { guardAllPages, guardSession } from '#main/desktop/guards.ts';
import { addressIn, addressOf } from '#main/desktop/links.ts';
import { goTo, openMainWindow } from '#main/desktop/main-window.ts';
import { takeUploads } from '#main/desktop/upload-protocol.ts';
import type { OpenDoor, WindowDoor } from '#main/desktop/window-door.ts';

/** `protocol`: everything has ended within 3 s. */
const QUIT_MS = 2_500;
/** A page that paints late gets its data all the same. */
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
  registerSchemes();
  chooseGraphics();
  guardAllPages();
  let address = addressIn(process.argv);
  let isHidden = process.argv.includes(HIDDEN);
  let shown: ((to: string | undefined) => void) | undefined;
  const show = (to: string | undefined): void => {
    if (shown) return shown(to);
    address = to ?? address; // the window that is on its way opens there
    isHidden = false;
  };
  app.on('second-instance', (_event, commandLine) => {
    // The system starts what starts with it once more where somebody signs in twice.
    if (!commandLine.includes(HIDDEN)) show(addressIn(commandLine));
  });
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
    shown = start(home, openDoor);
    if (!isHidden) shown(address);
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

/** Everything but the window, which is made when it is first wanted; gives what shows it, at an address or as it is. */
function start(home: string, openDoor: OpenDoor): (address: string | undefined) => void {
  const out = join(app.getAppPath(), 'out');
  const resources = join(app.getAppPath(), 'resources');
  serveApp(join(out, 'renderer'));
  takeUploads(async (ticket, sent, signal) => (await openDoorOnce()).receive(ticket, sent, signal));
  guardSession(session.defaultSession);
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null); // macOS needs one for copy and paste
  const look = firstLook(plainJsonFile(home, 'settings'));
  nativeTheme.themeSource = look.theme;
  let zoom = (): number => look.zoom;

  let window: BrowserWindow | undefined;
  const show = (address: string | undefined): void => {
    if (!window || window.isDestroyed()) {
      window = open(address);
      return;
    }
    if (address !== undefined) goTo(window, address);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  const isHidden = (): boolean => !window || window.isDestroyed() || !window.isVisible() || window.isMinimized();
  let core: Promise<DesktopCore> | undefined;
  const openCore = (): Promise<DesktopCore> => (core ??= loadCore());
  const openDoorOnce = async (): Promise<WindowDoor> => (await openCore()).door;
  const loadCore = async (): Promise<DesktopCore> => {
    const { DesktopCore } = await import('#main/desktop/desktop-core.ts');
    const loaded = new DesktopCore({ home, resources, openDoor, show, isHidden });
    zoom = () => loaded.settings.get().zoom;
    return loaded;
  };
  const open = (address: string | undefined): BrowserWindow => {
    const made = openMainWindow({
      folders: { preload: join(out, 'preload'), resources },
      kept: plainJsonFile(home, 'window'),
      zoom: () => zoom(),
      address,
    });
    const { webContents } = made;
    // Until the page has painted this process serves its files and shows its picture; loading the core would hold both up.
    const painted = new Promise<void>((resolve) => {
      made.once('ready-to-show', resolve);
      setTimeout(resolve, PAINT_MS);
    });
    void painted.then(openCore).then((opened) => opened.adopt(made));
    // Each load is a new page that needs a port of its own.
    webContents.on('did-finish-load', () => {
      void painted.then(openDoorOnce).then((opened) => {
        if (!webContents.isDestroyed()) opened.attach(webContents);
      });
    });
    return made;
  };
  // Who starts hidden waits for the tray alone.
  if (process.argv.includes(HIDDEN)) void openCore();
  endBeforeQuit(() => core?.then(({ door }) => door));
  return show;
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
