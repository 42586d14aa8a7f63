import type { Position, RowLayout } from '#renderer/terminal/log/row-layout.ts';

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
  /** The line that was read has left the store. */
  isLost = false;
  #tail: Tail = 'all';
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
    return this.isFollowing ? 0 : this.#layout.store.next - this.leftAt;
  }

  set tail(tail: Tail) {
    this.#tail = tail;
    this.#layout.floor = this.#wantedFloor();
    this.#clamp();
  }
  get tail(): Tail {
    return this.#tail;
  }

  /** Lines came, and perhaps old ones left. */
  arrived(): void {
    if (this.isFollowing) {
      this.#layout.floor = this.#wantedFloor();
      this.#toBottom();
    } else if (this.position.seq < this.#layout.store.first) {
      this.isLost = true;
      this.#clamp();
    }
  }

  scrollBy(pixels: number): void {
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
  }

  pause(mode: 'paused' | 'frozen' = 'paused'): void {
    if (this.isFollowing) this.leftAt = this.#layout.store.next;
    if (this.isFollowing || mode === 'frozen') this.mode = mode;
  }

  follow(): void {
    this.mode = 'following';
    this.isLost = false;
    this.arrived();
  }

  home(): void {
    this.pause();
    this.position = { seq: this.#layout.first, part: 0 };
    this.shift = 0;
  }

  /** Shows a line at `lead` of the height; does not move when it is well in view already. */
  reveal(seq: number, lead = 0.3): void {
    this.pause();
    const end = this.#layout.move(this.position, this.rowCount - 2).position;
    if (seq > this.position.seq && seq < end.seq) return;
    this.position = this.#layout.move({ seq, part: 0 }, -Math.floor((this.height * lead) / this.rowHeight)).position;
    this.shift = 0;
    const bottom = this.#bottom();
    if (this.position.seq > bottom.position.seq) ({ position: this.position, shift: this.shift } = bottom);
  }

  /** From the scroll bar: 0 is the oldest line, 1 the end. */
  goToShare(share: number): void {
    if (share >= 1) return this.follow();
    this.pause();
    const span = Math.max(0, this.#layout.count - this.height / this.rowHeight);
    this.position = { seq: this.#layout.first + Math.round(share * span), part: 0 };
    this.shift = 0;
  }

  /** Where the thumb of the scroll bar stands, 0 to 1; by lines, for the height of the whole is not known. */
  get share(): number {
    if (this.isFollowing) return 1;
    const span = this.#layout.count - this.height / this.rowHeight;
    return span <= 0 ? 0 : Math.min(1, (this.position.seq - this.#layout.first) / span);
  }

  /** After a change of wrap, width or height: the first line stays the first line. */
  relaid(): void {
    if (this.isFollowing) return this.#toBottom();
    const { seq, part } = this.position;
    if (seq < this.#layout.store.next) this.position = { seq, part: Math.min(part, this.#layout.height(seq) - 1) };
  }

  #wantedFloor(): number {
    const { store } = this.#layout;
    return this.#tail === 'all' ? store.first : Math.max(store.first, store.next - this.#tail);
  }

  #clamp(): void {
    if (this.position.seq >= this.#layout.first) return;
    this.position = { seq: this.#layout.first, part: 0 };
    this.shift = 0;
  }

  #toBottom(): void {
    ({ position: this.position, shift: this.shift } = this.#bottom());
  }

  /** The first row when the last one stands at the lower edge: walked back from the end. */
  #bottom(): { position: Position; shift: number } {
    const layout = this.#layout;
    const last = layout.store.next - 1;
    if (layout.count <= 0) return { position: { seq: layout.first, part: 0 }, shift: 0 };
    const wanted = this.rowCount - 1;
    const { position, moved } = layout.move({ seq: last, part: layout.height(last) - 1 }, -wanted);
    return { position, shift: moved === wanted ? Math.max(0, this.rowCount * this.rowHeight - this.height) : 0 };
  }
}
