import { makeAutoObservable, observableRef } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { slicePacked } from '#shared/lines/chunk.ts';
import type { Move } from '#shared/lines/lines.ts';
import { LineStore } from '#shared/lines/line-store.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { EndReason, StreamStatus } from '#shared/protocol/messages.ts';
import type { Api } from '#renderer/transport/api.ts';
import { LogHistoryStore } from '#renderer/stores/log-history.ts';
import { SharedOpening } from '#renderer/stores/shared-opening.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';
import { whileVisible } from '#renderer/stores/while-visible.ts';

/** The footer's figures are told this often; the pane itself listens to `arrived`. */
const SUMMARY_MS = 1000;
/** The replay comes without such a pause. */
const SETTLE_MS = 500;
/** A pane's text at most: 64 MiB of a process that writes giant lines. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface LogSummary {
  size: number;
  bytes: number;
  stdout: number;
  stderr: number;
  linesPerSecond: number;
}

export type FeedState =
  | { is: 'connecting' }
  | { is: StreamStatus; error?: AppError; retryInMs?: number }
  | { is: 'ended'; reason: EndReason; error?: AppError };

/**
 * The log of one container in this window. The lines live in a packed store, not in observables; whoever draws them
 * listens to `arrived`. Looking away and back repeats nothing: the stream's numbers say what is new.
 */
export class LogFeed {
  readonly lines: LineStore;
  readonly arrived = new Emitter<void>();
  state: FeedState = { is: 'connecting' };
  summary: LogSummary = { size: 0, bytes: 0, stdout: 0, stderr: 0, linesPerSecond: 0 };
  /** What the reader cleared away: lines before `seq`, at a time (ms). Kept until the app ends. */
  cleared: { seq: number; at: number } | null = null;
  readonly history: LogHistoryStore;
  /** Whether the replay is in: "nothing has been written yet" is only then true. */
  hasAnswered = false;
  readonly #container: string;
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #opening: SharedOpening;
  readonly #replayLines: number;
  #epoch = '';
  /** The next number of the stream that is not held yet. */
  #wanted = 0;
  /** When the stream began and when lines came last (ms); 0 once it is known whether the log's first line is here. */
  #openedAt = 0;
  #arrivedAt = 0;
  /** When the subscription began, and the lines that came since and were written since: a replay is no news. */
  #watchedFrom = 0;
  #news = 0;
  /** Set while the first number after a (re)opening is not known. */
  #isFresh = true;

  constructor(
    container: string,
    api: Api,
    clock: Clock,
    visibility: Visibility,
    sizes: { paneLines: number; replayLines: number },
  ) {
    this.#container = container;
    this.#api = api;
    this.#clock = clock;
    this.#replayLines = sizes.replayLines;
    this.lines = new LineStore({ maxLines: sizes.paneLines, maxBytes: MAX_BYTES });
    this.history = new LogHistoryStore(container, api, this.lines, (more) =>
      this.keep(this.lines.limits.maxLines + more),
    );
    this.lines.moved.on((move) => this.moved(move));
    this.#opening = new SharedOpening(() => {
      const store = new DisposableStore();
      store.add(whileVisible(visibility, () => this.#subscribe()));
      store.add(this.#openSummary());
      return store;
    });
    makeAutoObservable(this, {
      lines: false,
      arrived: false,
      history: false,
      showCleared: false,
      state: observableRef,
      summary: observableRef,
      cleared: observableRef,
    });
  }

  get isOpen(): boolean {
    return this.#opening.isOpen;
  }

  open(): Disposable {
    return this.#opening.use();
  }

  keep(maxLines: number): void {
    this.lines.limits = { maxLines, maxBytes: MAX_BYTES };
  }

  /** Takes all lines out of sight; they stay here and in Docker's log. */
  clear(): void {
    this.cleared = { seq: this.lines.next, at: this.#clock.now() };
  }
  readonly showCleared = (): void => this.setCleared(null);

  setCleared(cleared: LogFeed['cleared']): void {
    this.cleared = cleared;
  }

  moved({ where }: Move): void {
    if (this.cleared) this.cleared = { ...this.cleared, seq: where(this.cleared.seq) };
    this.arrived.fire();
  }

  setState(state: FeedState): void {
    this.state = state;
  }

  #subscribe(): Disposable {
    this.#isFresh = true;
    this.#watchedFrom = this.#clock.now();
    this.setState({ is: 'connecting' });
    return this.#api.subscribe(
      'logs:stream',
      { container: this.#container },
      {
        onEpoch: (epoch, next) => this.#begin(epoch, next),
        onPacked: (packed, from, count) => this.#take(packed, from, count),
        onGap: ({ dropped, next }) => this.#gap(dropped, next),
        onStatus: (status) => {
          this.setAnswered();
          this.setState({
            is: status.status,
            ...(status.error ? { error: status.error } : {}),
            ...(status.retryInMs === undefined ? {} : { retryInMs: status.retryInMs }),
          });
        },
        onEnd: ({ reason, error }) => {
          this.setAnswered();
          // A log that is gone or cannot be read has no earlier lines to give.
          this.history.setState('none');
          this.setState({ is: 'ended', reason, ...(error ? { error } : {}) });
        },
      },
      // More than main's default replay is asked for, so that a longer one (setting) arrives whole.
      { packed: true, view: { tail: Math.min(10_000, this.lines.limits.maxLines) } },
    );
  }

  /**
   * Whether the replay began with the log's first line: then main had fewer lines to give than it keeps. Known once the
   * replay is whole, which newer lines or a pause tell.
   */
  #findStart(): void {
    const { lines } = this;
    const now = this.#clock.now();
    const isWhole = lines.time(lines.next - 1) > this.#openedAt || now - this.#arrivedAt > SETTLE_MS;
    if (this.history.state !== 'more' || this.#openedAt === 0 || !isWhole || lines.size === 0) return;
    let old = 0;
    while (old < this.#replayLines && old < lines.size && lines.time(lines.first + old) <= this.#openedAt) old += 1;
    if (old < this.#replayLines && lines.number(lines.first) === 1) this.history.setState('start');
    this.#openedAt = 0;
  }

  setAnswered(): void {
    this.hasAnswered = true;
  }

  /** A new epoch is a new run of the source: its replay holds the newest lines again, so ours go. */
  #begin(epoch: string, next: number): void {
    if (epoch !== this.#epoch) {
      if (this.lines.size > 0) this.lines.clear();
      this.setCleared(null);
      this.history.setState('more');
      this.#epoch = epoch;
      this.#openedAt = this.#clock.now();
      this.#wanted = next;
      this.arrived.fire();
      return;
    }
    this.#jump(next);
  }

  #take(packed: Uint8Array, from: number, count: number): void {
    this.#jump(from);
    const known = this.#wanted - from;
    if (known >= count) return;
    this.lines.append(known > 0 ? slicePacked(packed, known, count) : packed, Math.max(from, this.#wanted));
    if (this.lines.time(this.lines.next - 1) > this.#watchedFrom) this.#news += count - Math.max(0, known);
    this.#wanted = from + count;
    this.#arrivedAt = this.#clock.now();
    // At once: until the next tick the pane would say that nothing has been written, over the lines.
    if (this.summary.size === 0) this.setSummary(this.summary.linesPerSecond);
    this.arrived.fire();
  }

  /** Lines that came while nobody looked and that the replay no longer holds are missing here: said, with their number. */
  #jump(from: number): void {
    if (this.#isFresh && this.lines.size > 0 && from > this.#wanted)
      this.lines.note({ dropped: from - this.#wanted, why: 'away' });
    if (from > this.#wanted) this.#wanted = from;
    this.#isFresh = false;
  }

  #gap(dropped: number | null, next: number): void {
    this.#isFresh = false;
    this.lines.note({ dropped });
    this.#wanted = Math.max(this.#wanted, next);
    this.arrived.fire();
  }

  #openSummary(): Disposable {
    let timer: Disposable;
    let before = this.#news;
    let at = this.#clock.monotonic();
    const tick = (): void => {
      const now = this.#clock.monotonic();
      const rate = now > at ? ((this.#news - before) * 1000) / (now - at) : 0;
      before = this.#news;
      at = now;
      this.setSummary(rate);
      this.#findStart();
      timer = this.#clock.after(SUMMARY_MS, tick);
    };
    timer = this.#clock.after(200, tick);
    return toDisposable(() => timer.dispose());
  }

  setSummary(linesPerSecond: number): void {
    const { size, bytes, stdout, stderr } = this.lines;
    this.summary = { size, bytes, stdout, stderr, linesPerSecond };
  }
}
