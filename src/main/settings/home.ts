import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** QUAYSIDE_HOME, else the folder that Electron calls userData: window and headless server share it. */
export function homeFolder(env: Env): string {
  const named = env['QUAYSIDE_HOME'];
  if (named) return resolve(named);
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'quayside');
  if (process.platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'quayside');
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'quayside');
}

/** Makes the folder; only its owner may enter it. */
export function makeHome(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700); // it may be older than this rule
  return folder;
}

/** Another program works on this home. */
export class HomeTaken extends Error {
  constructor(folder: string, program: string, pid: number) {
    super(`${program} (process ${pid}) already uses ${folder}. End it first, or set QUAYSIDE_HOME to another folder.`);
    this.name = 'HomeTaken';
  }
}

/**
 * Takes the home for this program until it is disposed, or the process ends. Throws HomeTaken. The lock of a process
 * that is gone is taken over; its number may be another's by now, which the time of its start tells.
 */
export function lockHome(folder: string, program: string): Disposable {
  const file = join(folder, 'home.lock');
  for (let tries = 0; tries < 3; tries++) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, `${JSON.stringify({ pid: process.pid, program, started: startOf(process.pid) })}\n`);
      closeSync(handle);
      return toDisposable(() => rmSync(file, { force: true }));
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'EEXIST') throw thrown;
      const holder = holderOf(file);
      if (holder) throw new HomeTaken(folder, holder.program, holder.pid);
      rmSync(file, { force: true });
    }
  }
  throw new Error(`${file} cannot be taken.`);
}

function holderOf(file: string): { pid: number; program: string } | undefined {
  try {
    const { pid, program, started } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    if (typeof pid !== 'number' || pid === process.pid) return undefined;
    process.kill(pid, 0);
    return startOf(pid) === started
      ? { pid, program: typeof program === 'string' ? program : 'Another program' }
      : undefined;
  } catch (thrown) {
    return (thrown as { code?: string }).code === 'EPERM' ? { pid: 0, program: 'Another user’s program' } : undefined;
  }
}

/** When a process began, in the kernel's ticks; null where there is no /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
