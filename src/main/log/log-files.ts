import { createReadStream } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Logger } from 'winston';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { type AppLogEntry, appLogEntry } from '#shared/contract/app-log.ts';

export interface LogBounds {
  readonly days: number;
  readonly bytes: number;
}

export interface LogFilesOptions {
  /** Made if it is not there; only its owner may enter. */
  readonly folder: string;
  readonly clock: Clock;
  /** Asked at each sweep: it is a setting. */
  readonly bounds: () => LogBounds;
}

/** Why entries do not reach the disk, since when (RFC 3339), and how many have not. */
export interface LogProblem {
  readonly message: string;
  readonly since: string;
  readonly lost: number;
}

type Range = { readonly since?: string | undefined; readonly until?: string | undefined };

const DAY_MS = 86_400_000;
/** A file is begun anew at this size, so that old entries can go without the day's. */
const FILE_BYTES = 5_000_000;
const SWEEP_MS = 3_600_000;
/** After the disk refused: it is tried again this often, and at most so many entries wait for it. */
const RETRY_MS = 10_000;
const MAX_WAITING = 1000;
/** So many are on their way to the disk when it is slow; what is more is dropped and counted. */
const MAX_PENDING = 2000;
/** A disk that is full says so within this. */
const TELLS_MS = 500;
const MAX_FRESH = 200;
const NAME = /^(quayside|error)-(\d{4}-\d\d-\d\d)\.log(?:\.(\d+))?$/;

/**
 * The app log on the disk: a file a day of JSON lines, and errors once more in a file of their own, by winston and its
 * daily rotation. Nothing here ever throws at who writes, or lets them wait: what the disk does not take is counted and told.
 */
export class LogFiles {
  readonly #options: LogFilesOptions;
  readonly #problems = new Emitter<{ message: string; details: unknown }>();
  #opened: Promise<Logger | undefined> | undefined;
  #logger: Logger | undefined;
  #waiting: AppLogEntry[] = [];
  /** Given to the disk lately. */
  #fresh: { at: number; entry: AppLogEntry }[] = [];
  /** Which opening the files are of. */
  #run = 0;
  #problem: LogProblem | null = null;
  #retry: Disposable | undefined;
  #sweeper: Disposable | undefined;
  #isClosed = false;
  #closing: Promise<void> | undefined;

  constructor(options: LogFilesOptions) {
    this.#options = options;
  }

  get folder(): string {
    return this.#options.folder;
  }

  get problem(): LogProblem | null {
    return this.#problem;
  }

  bounds(): LogBounds {
    return this.#options.bounds();
  }

  /** Told once when entries stop reaching the disk, and once when they do again. */
  onProblem(listener: (message: string, details: unknown) => void): Disposable {
    return this.#problems.on(({ message, details }) => listener(message, details));
  }

  write(entry: AppLogEntry): void {
    if (this.#isClosed) return;
    const logger = this.#logger;
    if (!logger || this.#problem) {
      this.#wait(entry);
      // Loaded with the first entry: the window's start does without winston.
      if (!this.#opened && !this.#problem) void this.#open();
    } else if (logger.writableLength >= MAX_PENDING) this.#lose(1, 'The disk is too slow for the app log.');
    else this.#give(logger, entry);
  }

  /** The newest `limit` entries that fit, oldest first. */
  async newest(limit: number, isWanted: (entry: AppLogEntry) => boolean, range: Range): Promise<AppLogEntry[]> {
    let found: AppLogEntry[] = [];
    for (const { path } of (await this.#files('quayside', range)).reverse()) {
      const own: AppLogEntry[] = [];
      for await (const entry of entriesOf(path)) {
        if (isWanted(entry)) own.push(entry);
        if (own.length > limit * 2) own.splice(0, own.length - limit);
      }
      found = [...own, ...found].slice(-limit);
      if (found.length >= limit) break;
    }
    return found;
  }

  /** Every entry of the files that may lie in the range, oldest first. */
  async *all(range: Range): AsyncGenerator<AppLogEntry, void, undefined> {
    for (const { path } of await this.#files('quayside', range)) yield* entriesOf(path);
  }

  async bytes(): Promise<number> {
    const sizes = await Promise.all((await this.#files()).map(({ path }) => sizeOf(path)));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Deletes what is older than the days that are kept, then the oldest until the rest is small enough. */
  async sweep(): Promise<void> {
    const { days, bytes } = this.#options.bounds();
    const oldest = dayOf(this.#options.clock.now() - days * DAY_MS);
    let total = 0;
    for (const { path, day } of (await this.#files()).reverse()) {
      total += await sizeOf(path);
      const isToday = day === dayOf(this.#options.clock.now());
      // The newest file stays whatever it holds: it is being written.
      if (day < oldest || (total > bytes && !(isToday && total <= FILE_BYTES * 2))) await rm(path, { force: true });
    }
  }

  /** Twice is allowed: the second waits for the first. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    this.#retry?.dispose();
    this.#sweeper?.dispose();
    const logger = this.#logger ?? (await this.#opened);
    this.#logger = undefined;
    if (!logger) return;
    // A disk that hangs must not keep the program: its end has 3 s (`protocol`).
    await new Promise<void>((resolve) => {
      const timer = this.#options.clock.after(500, resolve);
      void ended(logger).then(() => {
        timer.dispose();
        resolve();
      });
    });
  }

  #open(): Promise<Logger | undefined> {
    const run = ++this.#run;
    this.#opened ??= this.#start(run).catch((thrown: unknown) => {
      this.#failed(run, thrown);
      return undefined;
    });
    return this.#opened;
  }

  async #start(run: number): Promise<Logger> {
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    const failed = (thrown: unknown): void => this.#failed(run, thrown);
    const logger = await openLogger(folder, failed);
    this.#logger = logger;
    if (!this.#problem) this.#flush(logger);
    if (!this.#sweeper) this.#sweepAndAgain();
    return logger;
  }

  #flush(logger: Logger): void {
    for (const entry of this.#waiting.splice(0)) this.#give(logger, entry);
  }

  #give(logger: Logger, entry: AppLogEntry): void {
    const now = this.#options.clock.monotonic();
    this.#fresh = this.#fresh.filter(({ at }) => now - at < TELLS_MS).slice(-MAX_FRESH);
    this.#fresh.push({ at: now, entry });
    logger.log(entry);
  }

  #sweepAndAgain(): void {
    void this.sweep().catch(() => undefined); // what cannot be deleted now can be in an hour
    this.#sweeper = this.#options.clock.after(SWEEP_MS, () => this.#sweepAndAgain());
  }

  #wait(entry: AppLogEntry): void {
    this.#waiting.push(entry);
    if (this.#waiting.length <= MAX_WAITING) return;
    this.#waiting.shift();
    this.#lose(1, 'The app log could not be opened in time.');
  }

  #lose(count: number, message: string): void {
    const since = new Date(this.#options.clock.now()).toISOString();
    this.#problem = { message, since, ...this.#problem, lost: (this.#problem?.lost ?? 0) + count };
    this.#retry ??= this.#options.clock.after(RETRY_MS, () => this.#tryAgain());
  }

  #failed(run: number, thrown: unknown): void {
    // Of what was given up already: two files fail on one full disk.
    if (run !== this.#run) return;
    this.#run += 1;
    this.#logger?.removeAllListeners('error').on('error', () => undefined);
    this.#logger?.close();
    this.#logger = undefined;
    this.#opened = undefined;
    if (this.#isClosed) return;
    const isNew = this.#problem === null;
    // What was given to the disk just now has not reached it.
    const now = this.#options.clock.monotonic();
    const back = this.#fresh.filter(({ at }) => now - at < TELLS_MS).map(({ entry }) => entry);
    this.#fresh = [];
    if (isNew) this.#waiting.unshift(...back);
    this.#lose(0, wordsFor(thrown));
    if (isNew && this.#problem)
      this.#problems.fire({
        message: `${this.#problem.message} New entries are shown here, and wait for the disk.`,
        details: { folder: this.#options.folder, thrown },
      });
  }

  /** One entry is tried; the rest follows when the disk has not refused it for a moment. */
  #tryAgain(): void {
    this.#retry = undefined;
    if (this.#isClosed) return;
    void this.#open().then((logger) => {
      if (!logger || this.#isClosed) return;
      const [first] = this.#waiting;
      if (first) logger.log(first);
      this.#retry = this.#options.clock.after(TELLS_MS, () => {
        this.#retry = undefined;
        const problem = this.#problem;
        if (this.#logger !== logger || !problem) return;
        if (first) this.#waiting.shift();
        this.#problem = null;
        this.#flush(logger);
        const lost = problem.lost > 0 ? ` ${problem.lost} entries are missing in its files.` : '';
        this.#problems.fire({ message: `The app log is written again.${lost}`, details: { since: problem.since } });
      });
    });
  }

  /** Oldest first; of both kinds when none is named. */
  async #files(kind?: 'quayside', range: Range = {}): Promise<{ path: string; day: string }[]> {
    const names = await readdir(this.#options.folder).catch(() => []);
    return names
      .flatMap((name) => {
        const match = NAME.exec(name);
        const [, own = '', day = '', part = '0'] = match ?? [];
        return match && (kind === undefined || own === kind)
          ? [{ path: join(this.#options.folder, name), day, part: Number(part) }]
          : [];
      })
      .filter(
        ({ day }) =>
          (range.since === undefined || day >= dayOf(Date.parse(range.since))) &&
          (range.until === undefined || day <= dayOf(Date.parse(range.until))),
      )
      .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.part - b.part));
  }
}

/** A file a day and one for errors alone; loaded only now. */
/** A transport tells `finish` twice: when everything was handed on to its file, and when its file has it. */
async function ended(logger: Logger): Promise<void> {
  // Looked up before: a logger that has ended has none.
  const written = logger.transports.map(
    (transport) =>
      new Promise<void>((resolve) => transport.once('finish', () => transport.once('finish', () => resolve()))),
  );
  logger.end();
  await Promise.all(written);
}

async function openLogger(folder: string, failed: (thrown: unknown) => void): Promise<Logger> {
  const [{ createLogger, format }, { default: DailyRotateFile }] = await Promise.all([
    import('winston'),
    import('winston-daily-rotate-file'),
  ]);
  const file = (name: string, level: string) => {
    const transport = new DailyRotateFile({
      dirname: folder,
      filename: `${name}-%DATE%.log`,
      datePattern: 'YYYY-MM-DD',
      utc: true,
      maxSize: FILE_BYTES,
      level,
      // No maxFiles: it leaves files behind (its #296, #368); `sweep` does that.
      options: { flags: 'a', mode: 0o600 },
    });
    // The transport does not listen to it: a full disk would end the program.
    (transport as unknown as { logStream: NodeJS.EventEmitter }).logStream.on('error', failed);
    transport.on('error', failed);
    return transport;
  };
  const logger = createLogger({
    level: 'debug',
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    format: format.printf(({ time, level, message, source, details }) =>
      JSON.stringify({ time, level, message, source, details }),
    ),
    transports: [file('quayside', 'debug'), file('error', 'error')],
  });
  logger.on('error', failed);
  return logger;
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

function wordsFor(thrown: unknown): string {
  const { code, message } = thrown as { code?: string; message?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return "The disk under Quayside's folder is full: the app log cannot be written.";
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return 'The app log cannot be written: its folder is not ours to write to.';
  return `The app log cannot be written: ${message ?? String(thrown)}.`;
}

/** What is no entry (a line cut by the end of a program) is left out. */
async function* entriesOf(path: string): AsyncGenerator<AppLogEntry, void, undefined> {
  const file = createReadStream(path, 'utf8');
  // A file may be swept away meanwhile.
  file.on('error', () => lines.close());
  const lines = createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    const entry = parsed(line);
    if (entry) yield entry;
  }
}

function parsed(line: string): AppLogEntry | undefined {
  try {
    return appLogEntry.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
