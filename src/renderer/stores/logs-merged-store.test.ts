import { beforeEach, describe, expect, it } from 'vitest';
import { ChunkWriter } from '#shared/lines/chunk.ts';
import { nanosOfMillis } from '#shared/lines/time.ts';
import { LogsMergedStore } from '#renderer/stores/logs-merged-store.ts';
import { createStores } from '#renderer/stores/stores.ts';
import { FakeApi } from '#testing/fake-api.ts';
import { FakeClock } from '#testing/fake-clock.ts';

const encoder = new TextEncoder();
const START = Date.parse('2026-11-21T14:00:00Z');

let api: FakeApi;
let store: LogsMergedStore;

beforeEach(() => {
  api = new FakeApi();
  store = createStores(api, new FakeClock()).logsMerged;
});

/** Lines at seconds after 14:00, as container `id` writes them. */
function write(id: string, from: number, ...seconds: number[]): void {
  const writer = new ChunkWriter();
  for (const second of seconds) {
    const { hi, lo } = nanosOfMillis(START + second * 1000);
    writer.add(hi, lo, 0, encoder.encode(`${id}${second}`));
  }
  api.watcher('logs:stream', { container: id }).onPacked?.(writer.take(), from, seconds.length);
}
const begin = (id: string): void => api.watcher('logs:stream', { container: id }).onEpoch?.(`e-${id}`, 0);
const texts = (): string[] =>
  Array.from({ length: store.lines.size }, (_, i) => store.lines.raw(store.lines.first + i));

describe('LogsMergedStore', () => {
  it('merges what is ticked by time, and connects only while somebody looks', () => {
    store.show(['a', 'b']);
    expect(api.open.size).toBe(0);
    const opened = store.open();
    begin('a');
    begin('b');
    write('a', 0, 1, 4, 5);
    write('b', 0, 2, 3, 6);
    expect(texts()).toEqual(['a1', 'b2', 'b3', 'a4', 'a5', 'b6']);
    expect(store.sourceOf(store.lines.first + 1)?.container).toBe('b');
    opened.dispose();
    expect(api.open.size).toBe(0);
  });

  it('takes a source out and in again without connecting anew, with what came between', () => {
    const opened = store.open();
    store.show(['a', 'b']);
    begin('a');
    begin('b');
    write('a', 0, 1);
    write('b', 0, 2);
    store.toggle('a');
    expect(texts()).toEqual(['b2']);
    write('a', 1, 3);
    write('b', 1, 4);
    expect(texts()).toEqual(['b2', 'b4']);
    store.toggle('a');
    expect(texts()).toEqual(['a1', 'b2', 'a3', 'b4']);
    expect(api.subscribed.filter((key) => key.startsWith('logs:stream'))).toHaveLength(2);
    opened.dispose();
  });

  it('shows a new run of one source, and leaves the others', () => {
    const opened = store.open();
    store.show(['a', 'b']);
    begin('a');
    begin('b');
    write('a', 0, 1);
    write('b', 0, 2);
    api.watcher('logs:stream', { container: 'a' }).onEpoch?.('later', 0);
    write('a', 0, 7);
    expect(texts()).toEqual(['b2', 'a7']);
    opened.dispose();
  });

  it('clears as a marker and shows again', () => {
    const opened = store.open();
    store.show(['a']);
    begin('a');
    write('a', 0, 1, 2);
    store.clear();
    expect(store.cleared?.seq).toBe(store.lines.next);
    // A late line of another source comes before: the marker goes with its line.
    store.show(['a', 'b']);
    begin('b');
    write('b', 0, 0);
    expect(store.cleared?.seq).toBe(store.lines.next);
    store.showCleared();
    expect(store.cleared).toBeNull();
    opened.dispose();
  });
});
