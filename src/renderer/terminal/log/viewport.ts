import type { Move } from '#shared/lines/lines.ts';
import type { RowLayout } from '#renderer/terminal/log/row-layout.ts';
import type { Position } from '#renderer/terminal/log/screen-row.ts';

/** `paused`: the reader scrolled away. `frozen`: held on purpose, with Space. */
export type ViewMode = 'following' | 'paused' | 'frozen';
export type Tail = number | 'all';

/**
 * Where the reader is: the first row shown and how many pixels of it are above the edge. Arriving lines never move
 * it unless it follows; a line that leaves the store takes the place of the reader only when it was the one read.
 */
export class Viewport {
  position: Position = { seq: 0, part: 0 };
  /** Pixels of the first row above the edge. */
  shift = 0;
  mode: ViewMode = 'following';
  height = 0;
  rowHeight = 20;
  /** Where the counting of new lines began, when the reader left the end. */
  leftAt = 0;
  /** When the line that was read was written (RFC 3339), once it is no longer held. */
  lostAt: string | null = null;
  /** How often the reader went somewhere else. */
  scrolls = 0;
  #tail: Tail = 'all';
  /** Lines before this one were cleared away by the reader. */
  #cleared = Number.NEGATIVE_INFINITY;
  /** When the line that is read was written: known before it is gone. */
  #readAt: { seq: number; iso: string } | null = null;
  readonly #layout: RowLayout;

  constructor(layout: RowLayout) {
    this.#layout = layout;
  }

  get isFollowing(): boolean {
    return this.mode === 'following';
  }
  /** Rows that fit, the one cut at the edge counted. */
  get rowCount(): number {
    return Math.ceil(this.height / this.rowHeight);
  }
  /** Lines that arrived since the reader left the end. */
  get newLines(): number {
    return this.isFollowing ? 0 : this.#layout.lines.next - this.leftAt;
  }

  set tail(tail: Tail) {
    this.#tail = tail;
    this.#setFloor();
    this.#clamp();
  }
  get tail(): Tail {
    return this.#tail;
  }

  /** Lines before this one are not shown; -Infinity shows them again. */
  set cleared(seq: number) {
    this.#cleared = seq;
    this.#setFloor();
    this.#clamp();
    if (this.isFollowing) this.#toBottom();
  }
  get cleared(): number {
    return this.#cleared;
  }

  /** Lines that are held but beyond the tail. */
  get beyondTail(): number {
    const { lines, shown } = this.#layout;
    return this.#cleared > lines.first ? 0 : Math.max(0, shown.start - lines.first);
  }

  /** The lines that were lost are there again: the reader is put back to them. */
  found(seq: number): void {
    this.lostAt = null;
    const { shown } = this.#layout;
    shown.floor = Math.max(this.#cleared, Math.min(shown.floor, seq));
    this.position = { seq, part: 0 };
    this.shift = 0;
    this.#remember();
  }

  /** Shows `count` lines more than the tail, until the reader follows again. */
  openTail(count: number): void {
    this.pause();
    const { lines, shown } = this.#layout;
    shown.floor = Math.max(this.#cleared, lines.first, shown.start - count);
  }

  /** Lines came, and perhaps old ones left. */
  arrived(): void {
    const { lines } = this.#layout;
    if (this.isFollowing) {
      this.#setFloor();
      this.#toBottom();
    } else if (this.position.seq < lines.first) {
      if (this.#readAt?.seq === this.position.seq) this.lostAt ??= this.#readAt.iso;
      this.#clamp();
    }
    this.#remember();
  }

  /** Lines have other numbers. */
  moved({ first, where }: Move): void {
    const { shown } = this.#layout;
    this.position = { ...this.position, seq: where(this.position.seq) };
    this.leftAt = where(this.leftAt);
    if (Number.isFinite(this.#cleared)) this.#cleared = where(this.#cleared);
    this.#readAt = null;
    // Where all was shown, all is shown: a reader who asked for earlier lines would not see them else.
    if (this.isFollowing) this.#setFloor();
    else shown.floor = shown.floor <= first ? this.#cleared : where(shown.floor);
    const { seq, part } = this.position;
    const leads = this.#layout.leads(seq).length;
    // The row above the first line ("Load earlier") may be gone: its place is then that of the line put in before.
    if (part < -leads) this.position = this.#layout.move({ seq, part: 0 }, part).position;
    this.#remember();
  }

  scrollBy(pixels: number): void {
    this.scrolls += 1;
    const down = this.shift + pixels;
    const rows = Math.floor(down / this.rowHeight);
    const { position, moved } =
      rows === 0 ? { position: this.position, moved: 0 } : this.#layout.move(this.position, rows);
    const bottom = this.#bottom();
    this.position = position;
    this.shift = rows < 0 && moved < -rows ? 0 : down - rows * this.rowHeight;
    const isPast =
      position.seq > bottom.position.seq ||
      (position.seq === bottom.position.seq &&
        (position.part > bottom.position.part ||
          (position.part === bottom.position.part && this.shift >= bottom.shift)));
    if (isPast) {
      this.position = bottom.position;
      this.shift = bottom.shift;
    }
    if (isPast && pixels > 0) this.follow();
    else if (pixels < 0) this.pause();
    this.#remember();
  }

  pause(mode: 'paused' | 'frozen' = 'paused'): void {
    if (this.isFollowing) this.leftAt = this.#layout.lines.next;
    if (this.isFollowing || mode === 'frozen') this.mode = mode;
    this.#remember();
  }

  follow(): void {
    this.scrolls += 1;
    this.mode = 'following';
    this.lostAt = null;
    this.arrived();
  }

  /** The very top, with what stands above the first line. */
  home(): void {
    this.scrolls += 1;
    this.pause();
    const seq = this.#layout.first;
    this.position = { seq, part: this.#layout.count > 0 ? -this.#layout.leads(seq).length : 0 };
    this.shift = 0;
    this.#remember();
  }

  /** Shows a line at `lead` of the height; does not move when it is well in view already. */
  reveal(seq: number, lead = 0.3): void {
    this.scrolls += 1;
    this.pause();
    const { shown } = this.#layout;
    // A line beyond the tail is shown when it is asked for.
    shown.floor = Math.max(this.#cleared, Math.min(shown.floor, seq));
    const end = this.#layout.move(this.position, this.rowCount - 2).position;
    if (seq > this.position.seq && seq < end.seq) return;
    this.position = this.#layout.move({ seq, part: 0 }, -Math.floor((this.height * lead) / this.rowHeight)).position;
    this.shift = 0;
    const bottom = this.#bottom();
    if (this.position.seq > bottom.position.seq) ({ position: this.position, shift: this.shift } = bottom);
    this.#remember();
  }

  /** From the scroll bar: 0 is the oldest line, 1 the end. */
  goToShare(share: number): void {
    this.scrolls += 1;
    if (share >= 1) return this.follow();
    this.pause();
    const span = Math.max(0, this.#layout.count - this.height / this.rowHeight);
    this.position = { seq: this.#layout.shown.at(Math.round(share * span)), part: 0 };
    this.shift = 0;
    this.#remember();
  }

  /** Where the thumb of the scroll bar stands, 0 to 1; by lines, for the height of the whole is not known. */
  get share(): number {
    if (this.isFollowing) return 1;
    const span = this.#layout.count - this.height / this.rowHeight;
    return span <= 0 ? 0 : Math.min(1, Math.max(0, this.#layout.shown.indexOf(this.position.seq)) / span);
  }

  /** After a change of wrap, width, height or filter: the first line stays the first line. */
  relaid(): void {
    if (this.isFollowing) return this.#toBottom();
    this.position = this.#layout.clamp(this.position);
    if (this.position.part === 0 && this.#layout.height(this.position.seq) === 1) return;
    this.shift = Math.min(this.shift, this.rowHeight - 1);
  }

  #setFloor(): void {
    const { lines, shown } = this.#layout;
    const tail = this.#tail === 'all' ? Number.NEGATIVE_INFINITY : lines.next - this.#tail;
    shown.floor = Math.max(this.#cleared, tail);
  }

  /** The reader's line, by its time: it may leave memory before the next look. */
  #remember(): void {
    const { seq } = this.position;
    if (this.isFollowing || this.#readAt?.seq === seq) return;
    this.#readAt = seq >= this.#layout.lines.first ? { seq, iso: this.#layout.lines.isoTime(seq) } : null;
  }

  #clamp(): void {
    if (this.position.seq >= this.#layout.shown.start) return;
    this.position = { seq: this.#layout.first, part: 0 };
    this.shift = 0;
  }

  #toBottom(): void {
    ({ position: this.position, shift: this.shift } = this.#bottom());
  }

  /** The first row when the last one stands at the lower edge: walked back from the end. */
  #bottom(): { position: Position; shift: number } {
    const layout = this.#layout;
    const { last } = layout.shown;
    if (layout.count <= 0) return { position: { seq: layout.first, part: 0 }, shift: 0 };
    const wanted = this.rowCount - 1;
    const { position, moved } = layout.move({ seq: last, part: layout.height(last) - 1 }, -wanted);
    return { position, shift: moved === wanted ? Math.max(0, this.rowCount * this.rowHeight - this.height) : 0 };
  }
}
