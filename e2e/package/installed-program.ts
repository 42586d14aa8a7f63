// The package installed on this computer, as root does it, and run by a user of the test's own.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whenDevtoolsListen } from './devtools.ts';

const execute = promisify(execFile);
const NAME = 'quayside';

export interface RunningProcess {
  readonly type: string;
  /** 2: system calls are filtered. */
  readonly seccomp: number;
  /** The process namespace it lives in. */
  readonly namespace: string;
}

export class InstalledProgram {
  readonly #folder = mkdtempSync(join(tmpdir(), 'qs-package-'));
  readonly #tmp = join(this.#folder, 'tmp');
  readonly #user = `qs${process.pid}`;
  readonly #env: Record<string, string>;
  #main: ChildProcess | undefined;
  #files: string[] = [];
  readonly #socket: string;

  /** @param engine the socket's path; its group is given to the user, as Debian gives the group docker */
  constructor(engine: string) {
    chmodSync(this.#folder, 0o755);
    mkdirSync(this.#tmp);
    chmodSync(this.#tmp, 0o1777);
    this.#socket = join(this.#folder, 'docker.sock');
    // Another name for the same socket, for the tests' engine lives in a folder that only root may enter.
    linkSync(engine, this.#socket);
    this.#env = {
      HOME: join(this.#folder, 'home'),
      USER: this.#user,
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
      TMPDIR: this.#tmp,
      DISPLAY: process.env['DISPLAY'] ?? '',
      DOCKER_HOST: `unix://${this.#socket}`,
    };
  }

  /** Where the .deb may be made. */
  get folder(): string {
    return this.#folder;
  }

  async install(deb: string): Promise<void> {
    const { stdout: known } = await execute('dpkg-query', ['-W', '-f=${Status}', NAME]).catch(() => ({ stdout: '' }));
    if (known.endsWith('installed'))
      throw new Error(`${NAME} is installed on this computer; the test would replace it. Remove it first.`);
    await execute('dpkg', ['-i', deb]);
    const { stdout } = await execute('dpkg', ['-L', NAME]);
    this.#files = stdout.split('\n').filter((path) => path.includes(NAME));
    const group = String(statSync(this.#socket).gid);
    await execute('useradd', ['--create-home', '--home-dir', this.#env['HOME'] ?? '', '--groups', group, this.#user]);
  }

  /** Runs a command as the user; resolves to what it printed. */
  async asUser(...command: string[]): Promise<string> {
    const [file, ...args] = this.#command(command);
    const { stdout } = await execute(file, args, { env: this.#env, cwd: this.#folder });
    return stdout;
  }

  /** Starts the program as the menu does; resolves to the address by which its page can be looked into. */
  async start(): Promise<string> {
    const [file, ...args] = this.#command([NAME, '--remote-debugging-port=0']);
    const child = spawn(file, args, { env: this.#env, cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#main = child;
    return await whenDevtoolsListen(child);
  }

  /** As the desktop does with "Quit"; resolves to the exit code. */
  async quit(): Promise<number | null> {
    const child = this.#main;
    if (!child) throw new Error('the program does not run');
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const [code] = (await ended) as [number | null];
    this.#main = undefined;
    return code;
  }

  /** The user's processes, by Chromium's names for them ("browser" is the main process). */
  async processes(): Promise<RunningProcess[]> {
    return (await this.#pids()).flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return {
          type: /--type=([\w-]+)/.exec(command)?.[1] ?? 'browser',
          seccomp: Number(/Seccomp:\s+(\d)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
          namespace: readlinkSync(`/proc/${pid}/ns/pid`),
        };
      } catch {
        return []; // it ended meanwhile
      }
    });
  }

  /** What it put where all users may write, and left there. */
  leftInTmp(): string[] {
    return readdirSync(this.#tmp);
  }

  /** Removes the package; resolves to what is left of it. */
  async uninstall(): Promise<string[]> {
    await execute('dpkg', ['--purge', NAME]);
    const places = ['/usr', '/etc', '/opt', '/var/lib', '/var/log', '/var/cache'];
    const { stdout } = await execute('find', [...places, '-iname', `*${NAME}*`]);
    const left = new Set(stdout.split('\n').filter(Boolean));
    for (const path of this.#files) if (statSync(path, { throwIfNoEntry: false })) left.add(path);
    return [...left];
  }

  /** Ends and removes all that the test made, however far it came. */
  async dispose(): Promise<void> {
    this.#main?.kill('SIGKILL');
    const attempt = (file: string, ...args: string[]): Promise<unknown> => execute(file, args).catch(() => undefined);
    await attempt('pkill', '-KILL', '-U', this.#user);
    if (this.#files.length > 0) await attempt('dpkg', '--purge', NAME);
    await attempt('userdel', '--force', this.#user);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  #command(command: string[]): [string, ...string[]] {
    const { length } = command;
    if (length === 0) throw new Error('no command');
    return ['setpriv', `--reuid=${this.#user}`, `--regid=${this.#user}`, '--init-groups', ...command];
  }

  async #pids(): Promise<string[]> {
    const { stdout } = await execute('pgrep', ['-U', this.#user]).catch(() => ({ stdout: '' }));
    return stdout.split('\n').filter(Boolean);
  }
}
