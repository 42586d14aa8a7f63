import type { Disposable } from '#shared/base/disposable.ts';
import { lineFilter } from '#shared/lines/line-filter.ts';
import { type LinePattern, linePattern } from '#shared/lines/line-pattern.ts';
import { ErrorIndex } from '#renderer/terminal/log/error-index.ts';
import { Find } from '#renderer/terminal/log/find.ts';
import { type LogWanted, SHOW_ALL } from '#renderer/terminal/log/log-display.ts';
import type { RowLayout } from '#renderer/terminal/log/row-layout.ts';
import { soon } from '#renderer/terminal/log/soon.ts';

/** Main thread that looking for errors and filtered lines takes at once. */
const ERROR_SLICE_MS = 3;
const FILTER_SLICE_MS = 8;

const within = (ms: number): (() => boolean) => {
  const end = performance.now() + ms;
  return () => performance.now() > end;
};

const textPattern = (text: string): LinePattern | null =>
  text === '' ? null : linePattern({ text, matchCase: false, isPattern: false });

/** All that looks through lines in slices: which are shown, which match, which are errors. */
export class LogScan implements Disposable {
  readonly errors: ErrorIndex;
  readonly find: Find;
  #wanted: LogWanted = SHOW_ALL;
  #next: { cancel(): void } | undefined;
  readonly #layout: RowLayout;
  /** More lines are shown. */
  readonly #grown: () => void;

  constructor(layout: RowLayout, found: () => void, grown: () => void) {
    this.#layout = layout;
    this.#grown = grown;
    this.errors = new ErrorIndex(layout.lines);
    this.find = new Find(layout, found);
  }

  get wanted(): LogWanted {
    return this.#wanted;
  }

  /** Shows other lines; what is found soon is shown at once, the rest as it is found. */
  setWanted(wanted: LogWanted): void {
    this.#wanted = wanted;
    this.refilter();
  }

  /** After a change of what is sought: "only matches" goes by it. */
  refilter(): void {
    const { lines, shown, isRaw } = this.#layout;
    const { levels, onlyMatches, include, exclude, fields, span } = this.#wanted;
    const pattern = onlyMatches === null ? null : this.find.pattern;
    const before = shown.filter;
    shown.filter = lineFilter(
      lines,
      {
        levels: levels && new Set(levels),
        only: pattern && { pattern, context: onlyMatches ?? 0 },
        include: textPattern(include),
        exclude: textPattern(exclude),
        fields,
        span,
      },
      isRaw,
    );
    if (before === null && shown.filter === null) return;
    this.look();
    this.find.restart();
  }

  /** Looks on through lines that are filtered; the rest in further slices. */
  look(): void {
    this.#next?.cancel();
    this.#next = undefined;
    if (this.#layout.shown.step(within(FILTER_SLICE_MS))) return;
    this.#next = soon(() => {
      this.look();
      this.#grown();
    });
  }

  /** Looks for errors; true when there is more to look at. */
  lookForErrors(): boolean {
    this.errors.step(within(ERROR_SLICE_MS));
    return !this.errors.isDone;
  }

  /** Lines have other numbers from `from` on. */
  moved(from: number, where: (seq: number) => number): void {
    this.errors.forgetFrom(from);
    this.#layout.shown.forgetFrom(from);
    this.look();
    // What a line brings along may be shown no more.
    this.find.moved(from - (this.#layout.shown.filter?.context ?? 0), where);
  }

  dispose(): void {
    this.#next?.cancel();
    this.find.dispose();
  }
}
