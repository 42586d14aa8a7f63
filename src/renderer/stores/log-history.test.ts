import { beforeEach, describe, expect, it } from 'vitest';
import { ChunkWriter, NOTE, openChunk } from '#shared/lines/chunk.ts';
import { LineStore } from '#shared/lines/line-store.ts';
import { nanosOfMillis } from '#shared/lines/time.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { LogHistoryStore } from '#renderer/stores/log-history.ts';
import { FakeApi } from '#testing/fake-api.ts';

const START = Date.parse('2026-11-21T14:00:00Z');
const encoder = new TextEncoder();

/** The engine's log: line `i` is "line i", at second `i`. */
function pack(from: number, to: number): Uint8Array {
  const writer = new ChunkWriter();
  for (let i = from; i < to; i++) {
    const { hi, lo } = nanosOfMillis(START + i * 1000);
    writer.add(hi, lo, 0, encoder.encode(`line ${i}`));
  }
  return writer.take();
}
const second = (iso: unknown, otherwise: number): number =>
  typeof iso === 'string' ? (Date.parse(iso) - START) / 1000 : otherwise;

let api: FakeApi;
let lines: LineStore;
let history: LogHistoryStore;
/** What the engine holds: lines `oldest` to `newest`. */
let oldest = 0;
let newest = 5000;

const settled = async (): Promise<void> => {
  while (history.state === 'loading') await new Promise((resolve) => setTimeout(resolve));
};
const texts = (): string[] => Array.from({ length: lines.size }, (_, i) => lines.raw(lines.first + i));
const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `line ${from + i}`);

beforeEach(() => {
  oldest = 0;
  newest = 5000;
  api = new FakeApi();
  api.onSubscribe = (_channel, params, watcher) => {
    queueMicrotask(() => {
      const since = Math.max(oldest, second(params['since'], 0), newest - Number(params['tail'] ?? newest));
      const until = Math.min(newest, second(params['until'], newest) + 1);
      for (let at = since; at < until; at += 700) {
        const to = Math.min(until, at + 700);
        watcher.onPacked?.(pack(at, to), at - since, to - at);
      }
      watcher.onEnd?.({ reason: 'done' });
    });
    return undefined;
  };
  lines = new LineStore({ maxLines: 10_000, maxBytes: 1 << 26 });
  history = new LogHistoryStore('c', api, lines, (more) => {
    lines.limits = { ...lines.limits, maxLines: lines.limits.maxLines + more };
  });
});

describe('LogHistoryStore', () => {
  it('loads 1,000 lines before the oldest, each once, up to the start of the log', async () => {
    lines.append(pack(4000, 5000), 0);
    history.loadEarlier();
    expect(history.state).toBe('loading');
    await settled();
    expect(texts()).toEqual(numbered(3000, 5000));
    expect(lines.number(lines.next - 1)).toBe(1000);
    for (let i = 0; i < 3; i++) {
      history.loadEarlier();
      await settled();
    }
    expect(texts()).toEqual(numbered(0, 5000));
    history.loadEarlier();
    await settled();
    expect(history.state).toBe('start');
    expect(api.open.size).toBe(0);
  });

  it('knows the start when fewer lines than asked for are there', async () => {
    oldest = 3500;
    lines.append(pack(4000, 5000), 0);
    history.loadEarlier();
    await settled();
    expect(texts()).toEqual(numbered(3500, 5000));
    expect(history.state).toBe('start');
  });

  it('fills a hole with just the lines that were missed', async () => {
    lines.append(pack(4000, 4100), 0);
    lines.note({ dropped: 300 });
    lines.append(pack(4400, 4500), 400);
    history.loadMissed(lines.first + 100);
    await settled();
    expect(texts()).toEqual(numbered(4000, 4500));
    expect(lines.number(lines.next - 1)).toBe(500);
    expect(lines.number(lines.first + 100)).toBe(101);
  });

  it('says so when the engine no longer has them', async () => {
    lines.append(pack(4000, 4100), 0);
    lines.note({ dropped: 300 });
    lines.append(pack(4400, 4500), 400);
    oldest = 4400;
    history.loadMissed(lines.first + 100);
    await settled();
    const note = lines.first + 100;
    expect(lines.flag(note)).toBe(NOTE);
    expect(JSON.parse(lines.raw(note))).toEqual({ dropped: 300, unloadable: [START + 4_099_000, START + 4_400_000] });
    expect(lines.size).toBe(201);
  });

  it('brings back what left while it was read', async () => {
    lines.append(pack(4000, 5000), 0);
    lines.limits = { maxLines: 100, maxBytes: 1 << 26 };
    await history.loadFrom(new Date(START + 4_850_000).toISOString().replace('Z', '000000Z'));
    expect(texts()).toEqual(numbered(4850, 5000));
  });

  it('keeps what it had when the engine fails, and says why', async () => {
    lines.append(pack(4000, 5000), 0);
    api.onSubscribe = (_channel, _params, watcher) => {
      queueMicrotask(() => watcher.onEnd?.({ reason: 'failed', error: new AppError('engine_error', 'no disk') }));
      return undefined;
    };
    history.loadEarlier();
    await settled();
    expect(history.state).toBe('more');
    expect(history.error?.message).toBe('no disk');
    expect(openChunk(pack(0, 3)).count).toBe(3);
    expect(texts()).toEqual(numbered(4000, 5000));
  });
});
