import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { build } from 'vite';
import react from '@vitejs/plugin-react';
import { startDisplay } from '../../scripts/lib/display.mjs';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export interface BenchWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Of the page's own process, for its CPU time. */
  readonly rendererPid: number;
  close(): Promise<void>;
}

/** A main process that opens one page of files and nothing else; 1280x800 as the goals were measured. */
const MAIN = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { backgroundThrottling: false } });
  window.loadFile('index.html', { search: process.env.BENCH_SEARCH });
});
app.on('window-all-closed', () => app.quit());
`;

/** The bench's page, built as the program is built; gives its folder, to be removed by `dispose`. */
export async function buildPage(): Promise<{ folder: string; dispose(): void }> {
  const cache = here('../../node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-page-'));
  await build({
    root: here('../page'),
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true },
  });
  writeFileSync(join(folder, 'main.cjs'), MAIN);
  writeFileSync(join(folder, 'package.json'), '{"main":"main.cjs"}');
  return { folder, dispose: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }) };
}

/** Builds the program itself, as it is started. */
export async function buildProgram(): Promise<void> {
  const child = spawn(process.execPath, ['scripts/build.mjs'], {
    cwd: here('../..'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error('the build failed');
}

/** Opens an Electron on the arguments, in a screen of its own. */
export async function openWindow(args: string[], env: Record<string, string>): Promise<BenchWindow> {
  const display = await startDisplay();
  const data = mkdtempSync(join(here('../../node_modules/.cache'), 'bench-data-'));
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const app = await _electron.launch({
    // No `executablePath`: without its own way in, Playwright misses the start of one window in twenty and waits for ever.
    args: ['--no-sandbox', `--user-data-dir=${data}`, ...args],
    env: { ...Object.fromEntries(inherited), ...display.env, ...env },
    cwd: here('../..'),
  });
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  const rendererPid = await app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  );
  return {
    app,
    page,
    rendererPid,
    close: async () => {
      await app.close();
      display.stop();
      rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
