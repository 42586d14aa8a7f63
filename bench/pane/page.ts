// The log pane alone in a window, over made lines, and what it is measured against: xterm with its own scrollback, and
// a frame in which nothing happens. The bench calls these over the debugger.
import { Terminal } from '@xterm/xterm';
import { ChunkWriter } from '#shared/lines/chunk.ts';
import { LineStore } from '#shared/lines/line-store.ts';
import { nanosOfMillis } from '#shared/lines/time.ts';
import type { LogDisplay } from '#renderer/terminal/log/log-display.ts';
import { LogSurface } from '#renderer/terminal/log/log-surface.ts';
import { LOG_FONT } from '#renderer/terminal/log/painter.ts';
import '@xterm/xterm/css/xterm.css';
import '#renderer/ui/tokens.css';
import '#renderer/terminal/log/log-pane.css';

const DISPLAY: LogDisplay = {
  tail: 'all',
  times: 'local',
  hasMillis: true,
  isWrapped: false,
  hasNumbers: false,
  hasTint: true,
  fontSize: 13,
  isRaw: false,
  hasStreams: true,
  speaksErrors: false,
  painter: 'terminal',
  sources: [],
};
const CHUNK = 2000;
const encoder = new TextEncoder();
const pane = document.getElementById('pane') as HTMLElement;
let store = new LineStore({ maxLines: 1, maxBytes: 1 });
let surface: LogSurface | undefined;
let terminal: Terminal | undefined;

/** 100 bytes, the number first; the same text as the file that grep reads. */
export const lineText = (i: number): string =>
  `${String(i).padStart(8, '0')} the quick brown fox jumps over the lazy dog and goes on to be a line of a hundred bytes.....`;

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Frames a second and the longest gap (ms) while `work` runs in each of so many frames. */
async function frames(count: number, work: () => void): Promise<{ perSecond: number; longestMs: number }> {
  const begun = await frame();
  let before = begun;
  let longestMs = 0;
  for (let i = 0; i < count; i++) {
    work();
    const now = await frame();
    longestMs = Math.max(longestMs, now - before);
    before = now;
  }
  return { perSecond: (count * 1000) / (before - begun), longestMs };
}

function append(from: number, count: number): void {
  const writer = new ChunkWriter(count * 110);
  const now = Date.now();
  for (let i = from; i < from + count; i++) {
    const { hi, lo } = nanosOfMillis(now);
    writer.add(hi, lo, 0, encoder.encode(lineText(i)));
  }
  store.append(writer.take(), from);
}

const bench = {
  clear(): void {
    surface?.dispose();
    surface = undefined;
    terminal?.dispose();
    terminal = undefined;
    store = new LineStore({ maxLines: 1, maxBytes: 1 });
    pane.replaceChildren();
  },

  fill(lines: number): void {
    store = new LineStore({ maxLines: lines, maxBytes: 1 << 30 });
    for (let i = 0; i < lines; i += CHUNK) append(i, Math.min(CHUNK, lines - i));
  },

  /** ms until the pane over the filled store has painted. */
  async mount(): Promise<number> {
    await document.fonts.load(`13px ${LOG_FONT}`);
    const host = document.createElement('div');
    host.className = 'log';
    pane.replaceChildren(host);
    const begun = performance.now();
    surface = new LogSurface(host, store, { display: DISPLAY, changed: () => undefined, menu: () => undefined });
    // The task after a frame's callbacks: by then the frame has been laid out and painted.
    await frame();
    await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - begun;
  },

  /** xterm as most programs use it: everything in its scrollback. */
  async mountTerminal(lines: number): Promise<void> {
    const host = document.createElement('div');
    host.style.cssText = 'width:100%;height:100%';
    pane.replaceChildren(host);
    terminal = new Terminal({ scrollback: lines, cols: 160, rows: 35, allowProposedApi: true });
    terminal.open(host);
    for (let i = 0; i < lines; i += CHUNK) {
      let text = '';
      for (let at = i; at < i + CHUNK; at++) text += `${lineText(at)}\r\n`;
      await new Promise<void>((resolve) => terminal?.write(text, resolve));
    }
  },

  idle: (count: number) => frames(count, () => undefined),
  scroll: (count: number, pixels: number) => {
    surface?.viewport.goToShare(0.9);
    return frames(count, () => surface?.scrollBy(-pixels));
  },

  /** ms until all lines were searched, the hits, and the longest gap between two frames meanwhile. */
  async search(text: string, isPattern: boolean): Promise<{ ms: number; lines: number; longestMs: number }> {
    const find = surface?.scan.find;
    if (!find) throw new Error('nothing is mounted');
    let isRunning = true;
    const watching = (async () => {
      let longest = 0;
      for (let before = await frame(); isRunning; ) {
        const now = await frame();
        longest = Math.max(longest, now - before);
        before = now;
      }
      return longest;
    })();
    const begun = performance.now();
    find.set({ text, matchCase: true, isPattern });
    while (find.state?.isDone === false) await new Promise((resolve) => setTimeout(resolve));
    const ms = performance.now() - begun;
    isRunning = false;
    const lines = find.lines.length;
    const longestMs = await watching;
    find.set(null);
    return { ms, lines, longestMs };
  },

  /** Lines run through a pane of its usual size while it follows. */
  async flood(lines: number): Promise<void> {
    store = new LineStore({ maxLines: 10_000, maxBytes: 64 << 20 });
    await bench.mount();
    for (let i = 0; i < lines; i += CHUNK) {
      append(i, CHUNK);
      surface?.arrived();
      if (i % (CHUNK * 10) === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    await frame();
  },
};

export type Bench = typeof bench;
(globalThis as unknown as { bench: Bench }).bench = bench;
