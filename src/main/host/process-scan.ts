import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { HostProcess } from '#shared/contract/host.ts';
import { containerIn, parseProcessStat } from '#main/host/proc-text.ts';

/** As many as the screen lists, by each order. */
const SHOWN = 10;
/** A command line may hold megabytes. */
const MAX_ARGUMENTS = 60;
const MAX_ARGUMENT = 300;

interface Seen {
  readonly pid: number;
  readonly name: string;
  readonly cpuMs: number;
  readonly cpuPercent: number | null;
  readonly memoryBytes: number;
}

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // gone meanwhile, or not ours to read
  }
};

/** The processes of this machine by /proc. Blocks for as long as it takes (140 processes: 7 ms), so it lives in the worker. */
export class ProcessScan {
  readonly #root: string;
  readonly #pageBytes: number;
  readonly #users: ReadonlyMap<number, string>;
  /** CPU time by pid and start, at the look before. */
  #before = new Map<string, number>();
  #beforeMs = Number.NaN;

  constructor(root = '/proc', passwd = '/etc/passwd') {
    this.#root = root;
    this.#pageBytes = pageBytes(root);
    this.#users = userNames(read(passwd) ?? '');
  }

  /** The most of CPU (null in the first look: there is nothing to compare with) and of memory. */
  look(monotonicMs: number): { byCpu: HostProcess[]; byMemory: HostProcess[] } {
    const elapsed = monotonicMs - this.#beforeMs;
    const now = new Map<string, number>();
    const seen: Seen[] = [];
    for (const entry of readdirSync(this.#root)) {
      if (!/^\d+$/.test(entry)) continue;
      const stat = parseProcessStat(read(`${this.#root}/${entry}/stat`) ?? '');
      if (!stat) continue;
      const key = `${entry} ${stat.startTicks}`;
      now.set(key, stat.cpuMs);
      const before = this.#before.get(key);
      const cpuPercent = before === undefined || !(elapsed > 0) ? null : ((stat.cpuMs - before) / elapsed) * 100;
      const memoryBytes = stat.pages * this.#pageBytes;
      seen.push({ pid: Number(entry), name: stat.name, cpuMs: stat.cpuMs, cpuPercent, memoryBytes });
    }
    this.#before = now;
    this.#beforeMs = monotonicMs;
    // Threads of the kernel hold no memory, nor does what has ended and was not waited for yet.
    const holding = seen.filter(({ memoryBytes }) => memoryBytes > 0);
    const most = (of: (one: Seen) => number, among = seen): HostProcess[] =>
      [...among]
        .sort((a, b) => of(b) - of(a) || b.memoryBytes - a.memoryBytes)
        .slice(0, SHOWN)
        .map((one) => this.#whole(one));
    return { byCpu: most((one) => one.cpuPercent ?? 0), byMemory: most((one) => one.memoryBytes, holding) };
  }

  /** What takes further files, for the few that are shown. */
  #whole({ pid, name, cpuPercent, memoryBytes }: Seen): HostProcess {
    const folder = `${this.#root}/${pid}`;
    const words = (read(`${folder}/cmdline`) ?? '').split('\0').filter((word) => word !== '');
    const command = words.slice(0, MAX_ARGUMENTS).map((word) => word.slice(0, MAX_ARGUMENT));
    const container = containerIn(read(`${folder}/cgroup`) ?? '');
    // A thread of the kernel has no command line.
    return {
      pid,
      name,
      command: command.length > 0 ? command : [`[${name}]`],
      user: this.#user(folder),
      cpuPercent,
      memoryBytes,
      container,
    };
  }

  #user(folder: string): string {
    try {
      const { uid } = statSync(folder);
      return this.#users.get(uid) ?? String(uid);
    } catch {
      return '';
    }
  }
}

/** Memory is counted in pages, whose size Node does not tell: 4, 16 or 64 KiB. Our own figures in both units give it. */
function pageBytes(root: string): number {
  const pages = Number((read(`${root}/self/statm`) ?? '').split(' ')[1]);
  const kib = Number(/^VmRSS:\s+(\d+)/m.exec(read(`${root}/self/status`) ?? '')?.[1]);
  const size = 2 ** Math.round(Math.log2((kib * 1024) / pages));
  return Number.isFinite(size) ? size : 4096;
}

function userNames(passwd: string): ReadonlyMap<number, string> {
  return new Map(
    passwd.split('\n').flatMap((line): [number, string][] => {
      const [name, , uid] = line.split(':');
      return name && uid ? [[Number(uid), name]] : [];
    }),
  );
}
