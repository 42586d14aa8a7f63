import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { Ring } from '#shared/base/ring.ts';
import {
  APP_LOG_LEVELS,
  APP_LOG_REPLAY,
  type AppLogEntry,
  type AppLogFilter,
  type AppLogLevel,
} from '#shared/contract/app-log.ts';
import type { LogFiles } from '#main/log/log-files.ts';
import { redactDetails, redactText } from '#main/log/redact-log.ts';

/** What a part of the program writes to. */
export type Levels = Record<AppLogLevel, (message: string, details?: unknown) => void>;
/** Where entries are shown at once, beside the files: standard error, or JSON lines for a program. */
export type Echo = (entry: AppLogEntry) => void;

export interface AppLogOptions {
  readonly clock: Clock;
  readonly echo: Echo;
  /** Below this nothing is kept. Asked for each entry: it is a setting. */
  readonly level: () => AppLogLevel;
  /** Absent: nothing is written to a disk. */
  readonly files?: LogFiles | undefined;
}

const rankOf = (level: AppLogLevel): number => APP_LOG_LEVELS.indexOf(level);

/**
 * Quayside's own log. An entry goes to whoever watches and to the echo at once and by a plain call; the files come behind
 * and may fail, hang or fill their disk without anybody waiting for them.
 */
export class AppLog {
  readonly #options: AppLogOptions;
  readonly #newest = new Ring<AppLogEntry>(APP_LOG_REPLAY);
  readonly #entries = new Emitter<AppLogEntry>();
  #isTelling = false;

  constructor(options: AppLogOptions) {
    this.#options = options;
    options.files?.onProblem((message, details) => this.#write('files', 'error', message, details, false));
  }

  /** The log for one part of the program. */
  of(source: string): Levels {
    const at =
      (level: AppLogLevel) =>
      (message: string, details?: unknown): void =>
        this.#write(source, level, message, details, true);
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }

  /** The newest 500, oldest first. */
  newest(): readonly AppLogEntry[] {
    return this.#newest.slice();
  }

  onEntry(listener: (entry: AppLogEntry) => void): Disposable {
    return this.#entries.on(listener);
  }

  /** The newest `limit` that fit, oldest first: what is in memory, and before that from the files. */
  async query(filter: AppLogFilter, limit: number): Promise<AppLogEntry[]> {
    const held = this.newest();
    const found = held.filter(fits(filter)).slice(-limit);
    const first = held[0]?.time;
    const { files } = this.#options;
    if (!files || found.length >= limit) return found;
    // Times of one program only rise, but for the clock being set: what is held here is left out of the files.
    const until = first !== undefined && (filter.until === undefined || first < filter.until) ? first : filter.until;
    const older = await files.newest(limit - found.length, fits({ ...filter, ...(until !== undefined && { until }) }), {
      since: filter.since,
      until,
    });
    return [...older, ...found];
  }

  /** All that fit, oldest first, one at a time. */
  async *all(filter: AppLogFilter): AsyncGenerator<AppLogEntry, void, undefined> {
    const held = [...this.newest()];
    const first = held[0]?.time;
    const isWanted = fits(filter);
    if (this.#options.files)
      for await (const entry of this.#options.files.all({ since: filter.since, until: filter.until }))
        if (isWanted(entry) && (first === undefined || entry.time < first)) yield entry;
    yield* held.filter(isWanted);
  }

  get files(): LogFiles | undefined {
    return this.#options.files;
  }

  async close(): Promise<void> {
    await this.#options.files?.close();
  }

  #write(source: string, level: AppLogLevel, message: string, details: unknown, isForFiles: boolean): void {
    if (rankOf(level) < rankOf(this.#options.level())) return;
    const entry: AppLogEntry = {
      time: new Date(this.#options.clock.now()).toISOString(),
      level,
      message: redactText(message),
      source,
      ...(details === undefined ? {} : { details: redactDetails(details) }),
    };
    this.#newest.push(entry);
    if (isForFiles) this.#options.files?.write(entry);
    // What a watcher logs while it is told is kept, and not told again: it would never end.
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      this.#options.echo(entry);
      this.#entries.fire(entry);
    } finally {
      this.#isTelling = false;
    }
  }
}

/** Whether an entry is what is asked for. */
export function fits({ level, search, source, since, until }: AppLogFilter): (entry: AppLogEntry) => boolean {
  const least = level === undefined ? 0 : rankOf(level);
  const wanted = search?.toLowerCase();
  const sinceMs = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since);
  const untilMs = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
  return (entry) => {
    if (rankOf(entry.level) < least || (source !== undefined && entry.source !== source)) return false;
    const at = Date.parse(entry.time);
    if (at < sinceMs || at >= untilMs) return false;
    return wanted === undefined || JSON.stringify(entry).toLowerCase().includes(wanted);
  };
}
