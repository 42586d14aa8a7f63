import { join } from 'node:path';
import { app, BrowserWindow, dialog, type Input, nativeTheme, screen, type WebContents } from 'electron/main';
import type { JsonFile } from '#main/settings/json-file.ts';
import { APP_ORIGIN } from '#main/desktop/app-protocol.ts';
import { fitBounds, type KeptWindow, keptWindow, MIN_HEIGHT, MIN_WIDTH } from '#main/desktop/window-bounds.ts';

/** --bg-app and --text-2 of the design's tokens: the frame is in the page's colours before the page is there. */
const FRAME = {
  dark: { color: '#0E1115', symbolColor: '#AEB7C2' },
  light: { color: '#F3F5F7', symbolColor: '#4A5461' },
};
/** --topbar-h. The overlay is one less, so that the bar's lower line goes through under the window's buttons. */
const TOP_BAR_HEIGHT = 44;
/** Resizing tells of each step, and each write is a file. */
const KEEP_BOUNDS_MS = 500;
/** A page that never paints must not leave the user without a window. */
const SHOW_ANYWAY_MS = 4_000;
const CRASHES_IN_A_ROW = 3;
const CRASH_WINDOW_MS = 60_000;

const frame = (): (typeof FRAME)['dark'] => (nativeTheme.shouldUseDarkColors ? FRAME.dark : FRAME.light);

export interface MainWindowOptions {
  readonly folders: { readonly preload: string; readonly resources: string };
  /** Where the window stood. */
  readonly kept: JsonFile;
  /** Percent, asked for at each load. */
  readonly zoom: () => number;
  /** Of the screen to open with, such as "/containers". */
  readonly address: string | undefined;
}

export function openMainWindow({ folders, kept, zoom, address }: MainWindowOptions): BrowserWindow {
  const last = lastOf(kept);
  const window = new BrowserWindow({
    ...fitBounds(last, workAreas()),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'Quayside',
    icon: join(folders.resources, 'icon.png'),
    backgroundColor: frame().color,
    titleBarStyle: 'hidden',
    titleBarOverlay: { ...frame(), height: TOP_BAR_HEIGHT - 1 },
    webPreferences: {
      preload: join(folders.preload, 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged,
    },
  });
  if (last?.isMaximized) window.maximize();
  else showWhenPainted(window);
  // Chromium keeps a zoom for each address, and a new page begins with it.
  window.webContents.on('dom-ready', () => applyZoom(window, zoom()));
  keepBounds(window, kept);
  followTheme(window);
  reloadAfterCrash(window);
  // No menu, and none of Chromium's keys: Ctrl+R and Ctrl+W belong to the shell in the terminal.
  window.webContents.on('before-input-event', (_event, input) => pressed(window.webContents, input));
  void window.loadURL(pageUrl(address));
  return window;
}

const pageUrl = (address: string | undefined): string =>
  `${process.env['ELECTRON_RENDERER_URL'] ?? `${APP_ORIGIN}/`}${address === undefined ? '' : `#${address}`}`;

/** Shows a screen in the window. Only the hash changes, so the page stays and its history grows. */
export function goTo(window: BrowserWindow, address: string): void {
  void window.loadURL(pageUrl(address));
}

/** Shows the page at this zoom (percent), with the window's own buttons as high as the top bar. */
export function applyZoom(window: BrowserWindow, zoom: number): void {
  if (window.isDestroyed()) return;
  window.webContents.setZoomFactor(zoom / 100);
  paintOverlay(window);
}

function paintOverlay(window: BrowserWindow): void {
  if (process.platform === 'darwin') return;
  window.setTitleBarOverlay({
    ...frame(),
    height: Math.round(TOP_BAR_HEIGHT * window.webContents.getZoomFactor()) - 1,
  });
}

function workAreas(): Electron.Rectangle[] {
  const main = screen.getPrimaryDisplay();
  return [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)].map(({ workArea }) => workArea);
}

/**
 * At once it would be 150 ms earlier, but on Linux a window without a picture is GTK's light grey, whatever colour it was
 * given: a flash before the dark theme.
 */
function showWhenPainted(window: BrowserWindow): void {
  const show = (): void => {
    clearTimeout(late);
    if (!window.isDestroyed() && !window.isVisible()) window.show();
  };
  const late = setTimeout(show, SHOW_ANYWAY_MS);
  window.once('ready-to-show', show).once('closed', () => clearTimeout(late));
}

/** A file that cannot be read costs no more than the place of the window. */
function lastOf(kept: JsonFile): KeptWindow | undefined {
  try {
    return keptWindow(kept.read());
  } catch {
    return undefined;
  }
}

function keepBounds(window: BrowserWindow, kept: JsonFile): void {
  let timer: NodeJS.Timeout | undefined;
  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    // The normal bounds of a maximized window are those it goes back to.
    kept.write({ ...window.getNormalBounds(), isMaximized: window.isMaximized() } satisfies KeptWindow);
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(keep, KEEP_BOUNDS_MS);
  };
  window.on('resize', soon).on('move', soon).on('maximize', soon).on('unmaximize', soon).on('close', keep);
  window.once('closed', () => clearTimeout(timer));
}

function followTheme(window: BrowserWindow): void {
  const paint = (): void => {
    window.setBackgroundColor(frame().color);
    paintOverlay(window);
  };
  nativeTheme.on('updated', paint);
  window.once('closed', () => nativeTheme.off('updated', paint));
}

function reloadAfterCrash(window: BrowserWindow): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < CRASH_WINDOW_MS), now];
    if (crashes.length < CRASHES_IN_A_ROW) {
      window.webContents.reload();
      return;
    }
    crashes = [];
    const message = 'The window failed several times in a row.';
    const buttons = ['Try again', 'Quit'];
    void dialog
      .showMessageBox(window, { type: 'error', message, detail: `Reason: ${reason}`, buttons })
      .then(({ response }) => {
        if (response === 0) window.webContents.reload();
        else app.quit();
      });
  });
}

function pressed(contents: WebContents, input: Input): void {
  if (input.type !== 'keyDown') return;
  const key = input.key.toLowerCase();
  const isModShift = (input.control || input.meta) && input.shift;
  if (key === 'f5' || (isModShift && key === 'r')) contents.reload();
  else if (isModShift && key === 'i' && !app.isPackaged) contents.toggleDevTools();
}
