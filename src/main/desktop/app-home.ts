import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app } from 'electron/main';

/**
 * The folder of the app's own files: QUAYSIDE_HOME, else Electron's userData. Sets userData too, which
 * is what a single instance is counted by: two homes are two instances. Call it before anything else.
 */
export function prepareHome(): string {
  const named = process.env['QUAYSIDE_HOME'];
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    // The browser engine's own files stay apart from ours, and the folder is named as the server without
    // a display names it.
    app.setPath('userData', named ? join(resolve(named), 'browser') : join(app.getPath('appData'), 'quayside'));
  }
  const home = named ? resolve(named) : app.getPath('userData');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  chmodSync(home, 0o700); // it may be older than this rule
  return home;
}
