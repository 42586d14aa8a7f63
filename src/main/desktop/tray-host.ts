import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ANSWER_MS = 500;
const WATCHER = 'org.kde.StatusNotifierWatcher';
const PROPERTY = 'IsStatusNotifierHostRegistered';
const GET = 'org.freedesktop.DBus.Properties.Get';
/** The first is there with nearly every session bus, the second with GLib. */
const ASK: readonly (readonly [string, ...string[]])[] = [
  [
    'dbus-send',
    '--session',
    '--print-reply=literal',
    `--dest=${WATCHER}`,
    '/StatusNotifierWatcher',
    GET,
    `string:${WATCHER}`,
    `string:${PROPERTY}`,
  ],
  [
    'gdbus',
    'call',
    '--session',
    '--dest',
    WATCHER,
    '--object-path',
    '/StatusNotifierWatcher',
    '--method',
    GET,
    WATCHER,
    PROPERTY,
  ],
];

/**
 * Whether something shows tray icons. Windows and macOS always do. On Linux Electron makes a Tray where nobody shows it and
 * does not tell (its bounds are empty with and without), so the session bus is asked who hosts status icons. An answer
 * that does not come, or no tool to ask with, means no: a window that closes is safer than one that cannot be found again.
 */
export async function hasTrayHost(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  // Without an address the tools would start a bus of their own.
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder } = env;
  if (!address && !(folder && existsSync(join(folder, 'bus')))) return false;
  for (const command of ASK) {
    const answer = await answerOf(command, env);
    if (answer !== undefined) return /\btrue\b/.test(answer);
  }
  return false;
}

/** What a tool says, '' where it fails; undefined where there is no such tool. */
function answerOf(
  [file, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(file, args, { env, timeout: ANSWER_MS }, (error, stdout) => {
      resolve(error === null ? stdout : error.code === 'ENOENT' ? undefined : '');
    });
  });
}
