import type { Disposable } from '#shared/base/disposable.ts';
import type { LogMenuRequest } from '#renderer/terminal/log/log-display.ts';
import { linkAt, openLink } from '#renderer/terminal/log/links.ts';
import type { LogSurface } from '#renderer/terminal/log/log-surface.ts';
import type { ScreenRow } from '#renderer/terminal/log/screen-row.ts';
import type { SelectionUnit } from '#renderer/terminal/log/selection.ts';

const DOUBLE_CLICK_MS = 400;
const DOUBLE_CLICK_PX = 4;
const COLUMNS_A_STEP = 8;

/** Wheel, pointer, keys and copy of a log pane. */
export class LogInput implements Disposable {
  readonly #host: HTMLElement;
  readonly #surface: LogSurface;
  readonly #menu: (request: LogMenuRequest) => void;
  readonly #abort = new AbortController();
  #sideways = 0;
  #drag: { x: number; y: number } | null = null;
  #click = { at: 0, x: 0, y: 0, count: 0 };

  constructor(host: HTMLElement, surface: LogSurface, menu: (request: LogMenuRequest) => void) {
    this.#host = host;
    this.#surface = surface;
    this.#menu = menu;
    const { signal } = this.#abort;
    host.addEventListener('wheel', (event) => this.#wheel(event), { passive: false, signal });
    host.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    host.addEventListener('pointermove', (event) => this.#move(event), { signal });
    host.addEventListener('pointerleave', () => this.#hover(null), { signal });
    host.addEventListener('contextmenu', (event) => this.#contextMenu(event), { signal });
    host.addEventListener('pointerup', () => (this.#drag = null), { signal });
    host.addEventListener('pointercancel', () => (this.#drag = null), { signal });
    host.addEventListener('keydown', (event) => this.#key(event), { signal });
    // Without a selection of the browser's own the event goes to the body, and comes only if somebody claims it first.
    document.addEventListener('beforecopy', (event) => this.#copyable() !== '' && event.preventDefault(), { signal });
    document.addEventListener('copy', (event) => this.#copy(event), { signal });
  }

  dispose(): void {
    this.#drag = null;
    this.#abort.abort();
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const surface = this.#surface;
    const { cell } = surface;
    // Lines and pages are units of some mice and systems.
    const unit = event.deltaMode === 1 ? cell.height : event.deltaMode === 2 ? surface.viewport.height : 1;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.#sideways += (event.deltaX || event.deltaY) * unit;
      const columns = Math.trunc(this.#sideways / cell.width);
      this.#sideways -= columns * cell.width;
      surface.shiftColumns(columns);
    } else surface.scrollBy(event.deltaY * unit);
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button'))) return;
    const surface = this.#surface;
    if (event.clientX - this.#host.getBoundingClientRect().left > surface.textWidth) return this.#dragBar(event);
    const hit = surface.hit(event.clientX, event.clientY);
    if (!hit) return;
    if (event.ctrlKey || event.metaKey) return openLink(linkAt(surface.layout.text(hit.seq), hit.offset));
    const clicks = this.#clicks(event);
    surface.cursor = hit.seq;
    surface.viewport.pause();
    if (isOpener(hit) && surface.toggle(hit.seq)) return;
    const point = { seq: hit.seq, offset: hit.offset };
    const unit: SelectionUnit = clicks === 2 ? 'word' : clicks >= 3 ? 'line' : 'character';
    if (event.shiftKey && surface.selection.hasAnchor) surface.selection.extend(point);
    else surface.selection.start(point, unit);
    this.#host.setPointerCapture(event.pointerId);
    this.#drag = { x: event.clientX, y: event.clientY };
    surface.paint();
    requestAnimationFrame(() => this.#autoScroll());
  }

  /** `detail` of pointerdown is always 0, so clicks are counted here. */
  #clicks(event: PointerEvent): number {
    const near =
      event.timeStamp - this.#click.at < DOUBLE_CLICK_MS &&
      Math.hypot(event.clientX - this.#click.x, event.clientY - this.#click.y) < DOUBLE_CLICK_PX;
    const count = near ? this.#click.count + 1 : 1;
    this.#click = { at: event.timeStamp, x: event.clientX, y: event.clientY, count };
    return count;
  }

  #move(event: PointerEvent): void {
    if (!this.#drag) return this.#hover(event);
    this.#drag = { x: event.clientX, y: event.clientY };
    this.#extendTo(event.clientX, event.clientY);
  }

  #extendTo(x: number, y: number): void {
    const hit = this.#surface.hit(x, y);
    if (!hit) return;
    this.#surface.selection.extend({ seq: hit.seq, offset: hit.offset });
    this.#surface.paint();
  }

  /** While the pointer is held outside, the text comes to it. */
  #autoScroll(): void {
    const drag = this.#drag;
    if (!drag) return;
    const box = this.#host.getBoundingClientRect();
    const over = drag.y < box.top ? drag.y - box.top : drag.y > box.bottom ? drag.y - box.bottom : 0;
    if (over !== 0) {
      this.#surface.viewport.scrollBy(Math.sign(over) * Math.min(400, Math.abs(over)));
      this.#surface.viewport.pause();
      this.#extendTo(drag.x, Math.max(box.top, Math.min(box.bottom - 1, drag.y)));
    }
    requestAnimationFrame(() => this.#autoScroll());
  }

  #dragBar(event: PointerEvent): void {
    event.preventDefault();
    this.#host.focus();
    const surface = this.#surface;
    const top = this.#host.getBoundingClientRect().top;
    const thumb = surface.ruler.thumb(surface.viewport.share, surface.visibleShare);
    const y = event.clientY - top;
    const grab = y >= thumb.top && y <= thumb.top + thumb.height ? y - thumb.top : thumb.height / 2;
    const drag = (clientY: number): void => {
      surface.viewport.goToShare(surface.ruler.shareAt(clientY - top - grab, surface.visibleShare));
      surface.paint();
    };
    drag(event.clientY);
    const end = new AbortController();
    window.addEventListener('pointermove', (move) => drag(move.clientY), { signal: end.signal });
    window.addEventListener('pointerup', () => end.abort(), { signal: end.signal });
  }

  /** The full time on its column, and that a link is one. */
  #hover(event: PointerEvent | null): void {
    const surface = this.#surface;
    const hit = event && surface.hit(event.clientX, event.clientY);
    const { timeAt, levelAt } = surface.layout;
    const isTime = hit && !hit.row.aside && hit.row.seq === hit.seq && hit.column >= timeAt && hit.column < levelAt;
    const title = isTime ? surface.lines.isoTime(hit.seq) : '';
    if (this.#host.title !== title) this.#host.title = title;
    const isLink = event && hit && (event.ctrlKey || event.metaKey) && linkAt(surface.layout.text(hit.seq), hit.offset);
    const cursor = isLink || (hit && isOpener(hit) && surface.layout.opens(hit.seq)) ? 'pointer' : '';
    if (this.#host.style.cursor !== cursor) this.#host.style.cursor = cursor;
  }

  #contextMenu(event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest('button')) return;
    event.preventDefault();
    const hit = this.#surface.hit(event.clientX, event.clientY);
    if (!hit) return;
    this.#surface.viewport.pause();
    if (this.#surface.selection.isEmpty) this.#surface.cursor = hit.seq;
    this.#surface.paint();
    this.#menu({ x: event.clientX, y: event.clientY, seq: hit.seq });
  }

  #menuByKey(): void {
    const surface = this.#surface;
    const { layout, viewport, cell } = surface;
    if (layout.count === 0) return;
    viewport.pause();
    surface.cursor ??= surface.lastShown ?? layout.shown.last;
    surface.paint();
    const box = this.#host.getBoundingClientRect();
    const at = Math.max(
      0,
      surface.shown.findIndex((row) => row.seq === surface.cursor),
    );
    this.#menu({
      x: box.left + layout.prefix * cell.width,
      y: box.top + (at + 1) * cell.height - viewport.shift,
      seq: surface.cursor,
    });
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.#host) return;
    const surface = this.#surface;
    const page = surface.viewport.height - surface.cell.height;
    const isMod = event.ctrlKey || event.metaKey;
    if (isMod && event.key.toLowerCase() === 'a') {
      surface.viewport.pause();
      surface.selection.all();
      surface.paint();
    } else if (isMod || event.altKey) return;
    else if (event.key === 'PageUp') surface.scrollBy(-page);
    else if (event.key === 'PageDown') surface.scrollBy(page);
    else if (event.key === 'ArrowUp') this.#walk(-1, event.shiftKey);
    else if (event.key === 'ArrowDown') this.#walk(1, event.shiftKey);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') this.#aside(event.key === 'ArrowRight');
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) this.#menuByKey();
    else if (event.key === 'Enter') {
      if (surface.cursor === null || !surface.toggle(surface.cursor)) return;
    } else if (event.key === 'Escape' && (!surface.selection.isEmpty || surface.cursor !== null)) {
      surface.selection.clear();
      surface.cursor = null;
      surface.paint();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Left and right: open and close the line that the keys stand on, else go sideways. */
  #aside(isRight: boolean): void {
    const surface = this.#surface;
    const { cursor, layout } = surface;
    if (
      cursor !== null &&
      layout.shown.has(cursor) &&
      layout.opens(cursor) !== null &&
      layout.open.has(cursor) !== isRight &&
      layout.left === 0
    )
      surface.toggle(cursor);
    else surface.shiftColumns(isRight ? COLUMNS_A_STEP : -COLUMNS_A_STEP);
  }

  /** Moves the line that the keys stand on, with Shift also the selection. */
  #walk(step: 1 | -1, isSelecting: boolean): void {
    const surface = this.#surface;
    const { layout, viewport, selection } = surface;
    if (layout.count === 0) return;
    viewport.pause();
    const before = surface.cursor;
    const isSeen = before !== null && surface.shown.some((row) => row.seq === before);
    const { shown } = layout;
    const start = step > 0 ? shown.nearest(viewport.position.seq) : (surface.lastShown ?? shown.last);
    const next = isSeen ? ((step > 0 ? shown.after(before) : shown.before(before)) ?? before) : start;
    surface.cursor = next;
    if (isSelecting) {
      if (!selection.hasAnchor) selection.start({ seq: before ?? next, offset: 0 }, 'character');
      selection.extend({ seq: next, offset: step > 0 ? layout.text(next).length : 0 });
    }
    const at = surface.shown.findIndex((row) => row.seq === surface.cursor);
    const { height } = surface.cell;
    if (at <= 0 && step < 0) viewport.scrollBy(-height);
    else if ((at < 0 || (at + 1) * height - viewport.shift > viewport.height) && step > 0) viewport.scrollBy(height);
    viewport.pause();
    surface.paint();
  }

  #copyable(): string {
    return document.activeElement === this.#host ? this.#surface.copyText() : '';
  }

  #copy(event: ClipboardEvent): void {
    const text = this.#copyable();
    if (text === '' || !event.clipboardData) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', text);
  }
}

/** The sign before the text of a line that can be opened. */
function isOpener({ row, column }: { row: ScreenRow; column: number }): boolean {
  return row.part === 0 && column >= row.x - 2.5 && column < row.x;
}
