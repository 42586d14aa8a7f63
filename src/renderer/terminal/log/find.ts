import { type LinePattern, linePattern, type Query } from '#shared/lines/line-pattern.ts';
import { LineSearch } from '#shared/lines/line-search.ts';
import { type LogColors, sgrColor } from '#renderer/terminal/log/colors.ts';
import type { RowLayout } from '#renderer/terminal/log/row-layout.ts';
import type { Overlay } from '#renderer/terminal/log/screen-row.ts';
import { soon } from '#renderer/terminal/log/soon.ts';

/** Slice of main thread a search takes at once. */
const SLICE_MS = 8;
/** Matches painted in one line; a line of a thousand matches is one long match to the eye. */
const MAX_PAINTED = 200;

export interface FindState {
  /** Matches found so far. */
  total: number;
  /** Number of the current one, from 1; 0 while none was chosen. */
  current: number;
  isDone: boolean;
  /** Why what is asked for cannot be looked for; the last good result stays. */
  error: string | null;
}

/** Find in a log pane: a search that goes on in slices and takes in what arrives, and the match one stands on. */
export class Find {
  #search: LineSearch | null = null;
  #place: { seq: number; match: number } | null = null;
  #error: string | null = null;
  #next: { cancel(): void } | undefined;
  readonly #layout: RowLayout;
  /** The search got further: count, ticks. */
  readonly #changed: () => void;

  constructor(layout: RowLayout, changed: () => void) {
    this.#layout = layout;
    this.#changed = changed;
  }

  get state(): FindState | null {
    const search = this.#search;
    if (!search) return this.#error === null ? null : { total: 0, current: 0, isDone: true, error: this.#error };
    const isShown = this.#place !== null && this.#layout.shown.has(this.#place.seq);
    return {
      total: search.total,
      current: isShown && this.#place ? search.ordinal(this.#place) : 0,
      isDone: search.isDone,
      error: this.#error,
    };
  }

  get lines(): readonly number[] {
    return this.#search?.lines ?? [];
  }
  get pattern(): LinePattern | null {
    return this.#search?.pattern ?? null;
  }

  set(query: Query | null): void {
    this.#error = null;
    let pattern: LinePattern | null;
    try {
      pattern = query === null || query.text === '' ? null : linePattern(query);
    } catch (error) {
      this.#error = (error as RangeError).message;
      this.#changed();
      return;
    }
    this.#place = null;
    this.#begin(pattern);
  }

  /** Looks again from the beginning: other lines are shown. */
  restart(): void {
    this.#begin(this.pattern);
  }

  /** Lines have other numbers from `from` on, by `where`. */
  moved(from: number, where: (seq: number) => number): void {
    if (this.#place) this.#place = { ...this.#place, seq: where(this.#place.seq) };
    this.#search?.forgetFrom(from);
    this.arrived();
  }

  /** Looks on, now and in further slices; does nothing when all has been looked at. */
  arrived(): void {
    this.#next?.cancel();
    this.#next = undefined;
    const search = this.#search;
    if (search && !search.isDone) {
      const end = performance.now() + SLICE_MS;
      if (!search.step(() => performance.now() > end)) this.#next = soon(() => this.arrived());
    }
    this.#changed();
  }

  /** The match after (before) the current one, or else the one next to `from`. Null: there is none. */
  step(direction: 1 | -1, from: number): number | null {
    const start = this.#place ?? { seq: direction === 1 ? from - 0.5 : from + 0.5, match: 0 };
    this.#place = this.#search?.beside(start, direction) ?? null;
    return this.#place?.seq ?? null;
  }

  overlays(seq: number, text: string, colors: LogColors): Overlay[] {
    const pattern = this.#search?.pattern;
    const painted: Overlay[] = [];
    if (!pattern) return painted;
    for (let hit = pattern.find(text, 0); hit && painted.length < MAX_PAINTED; hit = pattern.find(text, hit.to)) {
      const isCurrent = this.#place?.seq === seq && this.#place.match === painted.length;
      painted.push({
        ...hit,
        sgr: isCurrent
          ? `${sgrColor(colors.onMatchCurrent)};${sgrColor(colors.matchCurrent, true)}`
          : `${sgrColor(colors.text)};${sgrColor(colors.match, true)}`,
      });
    }
    return painted;
  }

  dispose(): void {
    this.#next?.cancel();
  }

  #begin(pattern: LinePattern | null): void {
    this.#search = pattern === null ? null : new LineSearch(this.#layout.shown, pattern, this.#layout.isRaw);
    this.arrived();
  }
}
