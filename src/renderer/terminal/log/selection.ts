import type { Move } from '#shared/lines/lines.ts';
import type { RowLayout } from '#renderer/terminal/log/row-layout.ts';
import type { Overlay } from '#renderer/terminal/log/screen-row.ts';

/** A place in the shown text: line and offset. Spans any number of screens and outlives repaints. */
export interface Point {
  seq: number;
  offset: number;
}
export type SelectionUnit = 'character' | 'word' | 'line';

const isBefore = (a: Point, b: Point): boolean => a.seq < b.seq || (a.seq === b.seq && a.offset <= b.offset);
const WORD = /[\p{L}\p{N}_./:@?&=%#+~-]+|\s+|./gu;

export class LogSelection {
  #anchor: Point | null = null;
  #head: Point | null = null;
  #unit: SelectionUnit = 'character';
  #word: readonly [number, number] = [0, 0];
  readonly #layout: RowLayout;

  constructor(layout: RowLayout) {
    this.#layout = layout;
  }

  get isEmpty(): boolean {
    return this.range() === null;
  }
  get hasAnchor(): boolean {
    return this.#anchor !== null;
  }

  clear(): void {
    this.#anchor = this.#head = null;
  }

  start(point: Point, unit: SelectionUnit): void {
    this.#unit = unit;
    this.#anchor = this.#head = point;
    if (unit === 'character') return;
    this.#word = unit === 'word' ? this.#wordAt(point) : [0, this.#layout.text(point.seq).length];
    this.#anchor = { seq: point.seq, offset: this.#word[0] };
    this.#head = { seq: point.seq, offset: this.#word[1] };
  }

  extend(point: Point): void {
    const anchor = this.#anchor;
    if (!anchor) return this.start(point, 'character');
    if (this.#unit === 'character') {
      this.#head = point;
      return;
    }
    // By words or lines: both ends snap, and the first one stays whole whichever way it goes.
    const [from, to] = this.#word;
    const [left, right] = this.#unit === 'word' ? this.#wordAt(point) : [0, this.#layout.text(point.seq).length];
    const isBack = isBefore(point, { seq: anchor.seq, offset: from });
    this.#anchor = { seq: anchor.seq, offset: isBack ? to : from };
    this.#head = { seq: point.seq, offset: isBack ? left : right };
  }

  all(): void {
    const { first, count, shown } = this.#layout;
    if (count === 0) return;
    this.#unit = 'character';
    this.#anchor = { seq: first, offset: 0 };
    this.#head = { seq: shown.last, offset: this.#layout.text(shown.last).length };
  }

  /** Lines have other numbers. */
  moved({ where }: Move): void {
    const at = (point: Point | null): Point | null => point && { ...point, seq: where(point.seq) };
    this.#anchor = at(this.#anchor);
    this.#head = at(this.#head);
  }

  range(): readonly [Point, Point] | null {
    const a = this.#anchor;
    const b = this.#head;
    if (!a || !b || (a.seq === b.seq && a.offset === b.offset)) return null;
    return isBefore(a, b) ? [a, b] : [b, a];
  }

  overlay(seq: number, length: number, sgr: string): Overlay | null {
    const range = this.range();
    if (!range || seq < range[0].seq || seq > range[1].seq) return null;
    return {
      from: seq === range[0].seq ? range[0].offset : 0,
      to: seq === range[1].seq ? range[1].offset : length,
      sgr,
    };
  }

  /** The lines of the selection that are shown, oldest first; those that left are left out. */
  *lines(): Generator<number> {
    const range = this.range();
    const { shown } = this.#layout;
    if (!range || this.#layout.count === 0) return;
    for (
      let seq: number | null = shown.nearest(range[0].seq);
      seq !== null && seq <= range[1].seq;
      seq = shown.after(seq)
    )
      if (seq >= range[0].seq) yield seq;
  }

  /** The selected text as shown, without numbers and times. */
  text(): string {
    const range = this.range();
    if (!range) return '';
    const lines: string[] = [];
    for (const seq of this.lines()) {
      const text = this.#layout.text(seq);
      lines.push(
        text.slice(seq === range[0].seq ? range[0].offset : 0, seq === range[1].seq ? range[1].offset : text.length),
      );
    }
    return lines.join('\n');
  }

  #wordAt(point: Point): readonly [number, number] {
    for (const match of this.#layout.text(point.seq).matchAll(WORD)) {
      if (point.offset < match.index + match[0].length) return [match.index, match.index + match[0].length];
    }
    return [point.offset, point.offset];
  }
}
