import { LineSearch, type Query } from '#shared/lines/line-search.ts';
import { type LogColors, sgrColor } from '#renderer/terminal/log/colors.ts';
import type { Overlay, RowLayout } from '#renderer/terminal/log/row-layout.ts';

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
}

/** Find in a log pane: a search that goes on in slices and takes in what arrives, and the match one stands on. */
export class Find {
  #search: LineSearch | null = null;
  #place: { seq: number; match: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #layout: RowLayout;
  /** The search got further: count, ticks. */
  readonly #changed: () => void;

  constructor(layout: RowLayout, changed: () => void) {
    this.#layout = layout;
    this.#changed = changed;
  }

  get state(): FindState | null {
    const search = this.#search;
    if (!search) return null;
    const isHeld = this.#place !== null && this.#place.seq >= this.#layout.store.first;
    return {
      total: search.total,
      current: isHeld && this.#place ? search.ordinal(this.#place) : 0,
      isDone: search.isDone,
    };
  }

  get lines(): readonly number[] {
    return this.#search?.lines ?? [];
  }

  set(query: Query | null): void {
    this.#place = null;
    this.#search = query === null || query.text === '' ? null : new LineSearch(this.#layout.store, query);
    this.arrived();
  }

  /** Looks on, now and in further slices; does nothing when all has been looked at. */
  arrived(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const search = this.#search;
    if (search && !search.isDone) {
      const end = performance.now() + SLICE_MS;
      if (!search.step(() => performance.now() > end)) this.#timer = setTimeout(() => this.arrived());
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
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match && painted.length < MAX_PAINTED; match = pattern.exec(text)) {
      const isCurrent = this.#place?.seq === seq && this.#place.match === painted.length;
      painted.push({
        from: match.index,
        to: match.index + match[0].length,
        sgr: isCurrent
          ? `${sgrColor(colors.onMatchCurrent)};${sgrColor(colors.matchCurrent, true)}`
          : `${sgrColor(colors.text)};${sgrColor(colors.match, true)}`,
      });
    }
    return painted;
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
