import { spawn } from 'node:child_process';
import type { Env } from '#main/engine/discovery.ts';

/** What was asked to end gets so long to leave things whole. */
const GRACE_MS = 5000;
/** More of one line is nobody's message. */
const MOST_LINE = 16 * 1024;

export interface ProgramRun {
  readonly args: readonly string[];
  readonly env: Env;
  readonly cwd?: string;
  readonly signal: AbortSignal;
  onLine(line: string): void;
}

/**
 * Runs a program without a shell, with its lines as they come, and gives its exit code. On abort it is asked to end, then
 * ended, with everything that it started: it is the first of a process group of its own. Rejects where there is none.
 */
export function runProgram(program: string, { args, env, cwd, signal, onLine }: ProgramRun): Promise<number | null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const hasGroups = process.platform !== 'win32';
    const child = spawn(program, args, {
      env: { ...env },
      ...(cwd !== undefined && { cwd }),
      detached: hasGroups,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let timer: NodeJS.Timeout | undefined;
    const end = (how: 'SIGTERM' | 'SIGKILL'): void => {
      if (child.pid === undefined) return;
      try {
        if (hasGroups) process.kill(-child.pid, how);
        else spawn('taskkill', ['/PID', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
      } catch {
        // All of it has ended already.
      }
    };
    const onAbort = (): void => {
      end('SIGTERM');
      timer = setTimeout(() => {
        end('SIGKILL');
        // One that left the group may hold them open.
        child.stdout.destroy();
        child.stderr.destroy();
      }, GRACE_MS);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      let rest = '';
      stream.on('data', (text: string) => {
        const lines = (rest + text).split(/\r\n|\r|\n/);
        rest = (lines.pop() ?? '').slice(0, MOST_LINE);
        for (const line of lines) onLine(line.slice(0, MOST_LINE));
      });
      stream.on('close', () => {
        if (rest !== '') onLine(rest);
      });
    }
    child.on('error', (thrown) => (done(), reject(thrown)));
    child.on('close', (code) => (done(), resolve(code)));
  });
}
