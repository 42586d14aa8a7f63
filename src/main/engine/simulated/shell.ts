import type { SimulatedContainer } from '#main/engine/simulated/container.ts';
import { type Clock, sleep } from '#shared/base/clock.ts';

/** Where a simulated program writes. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

export interface Process {
  readonly pid: number;
  readonly user: string;
  readonly container: SimulatedContainer;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Ends the process with that number inside the same container; false: there is none. */
  kill(pid: number): boolean;
}

const HELP =
  'This is a simulated container. It knows: cat cd clear date echo env exit false head help hostname id kill ls printf ps pwd sleep true uname whoami';

/** A tiny shell: enough to look round in. What it does not know it says in the words of the real one. */
export class Shell {
  cwd = '/';
  /** Set by `exit`. */
  isOver = false;
  lastCode = 0;
  readonly #process: Process;
  readonly #output: Output;
  readonly #args: readonly string[];

  constructor(process: Process, output: Output, args: readonly string[] = []) {
    this.#process = process;
    this.#output = output;
    this.#args = args;
  }

  /** Runs a line or script: commands parted by `;`, newline, `&&` or `||`. `exec X` gives X back, to go on as it. */
  async run(script: string): Promise<readonly string[] | undefined> {
    let join = ';';
    for (const part of split(script)) {
      if (part === ';' || part === '&&' || part === '||') {
        join = part;
        continue;
      }
      const isWanted = join === ';' || (join === '&&') === (this.lastCode === 0);
      if (!isWanted) continue;
      const words = this.#words(part);
      if (words[0] === 'exec' && words.length > 1) return words.slice(1);
      await this.#redirected(words);
      if (this.isOver || this.#process.signal.aborted) return undefined;
    }
    return undefined;
  }

  /** Runs one program to its end. */
  async call(words: readonly string[]): Promise<number> {
    await this.#command(words, this.#output);
    return this.lastCode;
  }

  async #redirected(words: string[]): Promise<void> {
    const output = this.#output;
    const toErr = words.findIndex((word) => word === '>&2' || word === '1>&2');
    const toNull = words.findIndex((word) => /^[12]?>\/dev\/null$/.test(word));
    const kept = words.filter((_, index) => index !== toErr && index !== toNull);
    const quiet = toNull >= 0 ? words[toNull] : undefined;
    await this.#command(kept, {
      out: (text) => (quiet && !quiet.startsWith('2') ? undefined : toErr >= 0 ? output.err(text) : output.out(text)),
      err: (text) => (quiet?.startsWith('2') ? undefined : output.err(text)),
    });
  }

  async #command(words: readonly string[], output: Output): Promise<void> {
    const [name = '', ...args] = words;
    this.lastCode = (await this.#builtin(name.replace(/^.*\//, ''), args, output)) ?? 0;
  }

  // One case a command: a table would only hide that they are this small.
  async #builtin(name: string, args: readonly string[], { out, err }: Output): Promise<number | undefined> {
    const { container, user, clock, signal } = this.#process;
    switch (name) {
      case '':
      case ':':
      case 'true':
      case 'stty':
      case 'trap':
        return 0;
      case 'false':
        return 1;
      case 'echo':
        return void out(args[0] === '-n' ? args.slice(1).join(' ') : `${args.join(' ')}\n`);
      case 'printf':
        return void out(
          (args[0] ?? '')
            .replace(/\\n/g, '\n')
            .replace(/\\t/g, '\t')
            .replace(/%[sd]/g, () => args[1] ?? ''),
        );
      case 'pwd':
        return void out(`${this.cwd}\n`);
      case 'cd':
        return this.#cd(args[0] ?? '/', err);
      case 'ls':
        return this.#ls(args, out, err);
      case 'cat':
      case 'head':
        return this.#cat(args, out, err);
      case 'ps':
        return void out(
          `PID   USER     TIME  COMMAND\n    1 ${user.padEnd(8)}  0:12 ${container.blueprint.command.join(' ')}\n${String(this.#process.pid).padStart(5)} ${user.padEnd(8)}  0:00 sh\n`,
        );
      case 'whoami':
        return void out(`${user}\n`);
      case 'id':
        return void out(
          user === 'root'
            ? 'uid=0(root) gid=0(root) groups=0(root)\n'
            : `uid=1000(${user}) gid=1000(${user}) groups=1000(${user})\n`,
        );
      case 'hostname':
        return void out(`${container.id.slice(0, 12)}\n`);
      case 'uname':
        return void out(
          args.includes('-a') ? `Linux ${container.id.slice(0, 12)} 6.1.0 #1 SMP x86_64 GNU/Linux\n` : 'Linux\n',
        );
      case 'date':
        return void out(`${new Date(clock.now()).toUTCString()}\n`);
      case 'env':
        return void out(
          `${[...container.blueprint.env, `HOSTNAME=${container.id.slice(0, 12)}`, 'TERM=xterm-256color'].join('\n')}\n`,
        );
      case 'help':
        return void out(`${HELP}\n`);
      case 'clear':
        return void out('\u001b[H\u001b[2J');
      case 'sleep':
        return void (await sleep(clock, Math.min(Number(args[0] ?? 0) || 0, 1e6) * 1000, signal));
      case 'kill': {
        const pid = Number(args.at(-1));
        if (this.#process.kill(pid)) return 0;
        err(`sh: can't kill pid ${args.at(-1) ?? ''}: No such process\n`);
        return 1;
      }
      case 'exit':
        this.isOver = true;
        return args[0] === undefined ? this.lastCode : Number(args[0]) & 255;
      default:
        err(`sh: ${name}: not found\n`);
        return 127;
    }
  }

  #cd(to: string, err: Output['err']): number {
    const path = this.#path(to);
    const isFolder = this.#process.container.disk.find(path)?.type === 'folder';
    if (!isFolder) err(`sh: cd: can't cd to ${to}: No such file or directory\n`);
    else this.cwd = path;
    return isFolder ? 0 : 2;
  }

  #ls(args: readonly string[], out: Output['out'], err: Output['err']): number {
    const where = args.find((arg) => !arg.startsWith('-')) ?? this.cwd;
    const { disk } = this.#process.container;
    const path = this.#path(where);
    if (disk.find(path)?.type !== 'folder') {
      err(`ls: ${where}: No such file or directory\n`);
      return 1;
    }
    const names = disk.names(path);
    if (args.some((arg) => /^-\w*l/.test(arg)))
      out(names.map((name) => `drwxr-xr-x    2 root     root          4096 Nov 21 07:30 ${name}\n`).join(''));
    else if (names.length > 0) out(`${names.join('  ')}\n`);
    return 0;
  }

  #cat(args: readonly string[], out: Output['out'], err: Output['err']): number {
    const wanted = args.filter((arg) => !arg.startsWith('-') && !/^\d+$/.test(arg));
    for (const name of wanted) {
      const found = this.#process.container.disk.find(this.#path(name));
      if (found?.type !== 'file') {
        err(`cat: can't open '${name}': No such file or directory\n`);
        return 1;
      }
      out(found.content.toString('utf8'));
    }
    return 0;
  }

  #path(to: string): string {
    const parts: string[] = [];
    for (const part of `${to.startsWith('/') ? '' : this.cwd}/${to}`.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    return `/${parts.join('/')}`;
  }

  #words(part: string): string[] {
    const words: string[] = [];
    for (const match of part.matchAll(/"\$@"|"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)) {
      if (match[0] === '"$@"') words.push(...this.#args.slice(1));
      else if (match[2] !== undefined) words.push(match[2]);
      else words.push(this.#filled(match[1] ?? match[3] ?? ''));
    }
    return words;
  }

  #filled(word: string): string {
    return word.replaceAll('$$', String(this.#process.pid)).replaceAll('$?', String(this.lastCode));
  }
}

/** Parts and the joints between them; quotes hold a part together. */
function split(script: string): string[] {
  return (script.match(/&&|\|\||[;\n]|(?:"(?:[^"\\]|\\.)*"|'[^']*'|>&2|&(?!&)|\|(?!\|)|[^;&|\n"'])+/g) ?? [])
    .map((part) => (part === '\n' ? ';' : part.trim()))
    .filter((part) => part !== '');
}
