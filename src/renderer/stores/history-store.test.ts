import { beforeEach, describe, expect, it } from 'vitest';
import type { KeptServiceInfo, SearchHit } from '#shared/contract/history.ts';
import type { Item } from '#shared/contract/index.ts';
import { MARK, NOTE } from '#shared/lines/chunk.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { HistoryStore } from '#renderer/stores/history-store.ts';
import { FakeApi } from '#testing/fake-api.ts';
import { sampleItems } from '#testing/samples.ts';

const JOB = '0123456789abcdef';
const ASK = {
  text: 'order',
  isPattern: false,
  matchCase: false,
  names: [],
  stacks: [],
  since: undefined,
  limit: 3,
} as const;
const sample = sampleItems['search:progress'].hits[0] as SearchHit;
const hit = (second: number): SearchHit => ({ ...sample, time: `2026-11-21T07:30:0${second}.000000000Z` });
const progress = (share: number, hits: SearchHit[], more: Partial<Item<'search:progress'>> = {}) => ({
  ...sampleItems['search:progress'],
  progress: share,
  hits,
  ...more,
});
const settled = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

let api: FakeApi;
let store: HistoryStore;
beforeEach(() => {
  api = new FakeApi();
  api.handlers.set('logs.kept', () => ({ isOn: true, bytes: 0, services: [] }));
  api.handlers.set('logs.search', () => ({ job: JOB }));
  api.handlers.set('jobs.cancel', () => ({}));
  store = new HistoryStore(api);
});

describe('a search', () => {
  it('gives hits as they come, newest first also where chunks overlap, and knows when it was cut', async () => {
    store.find(ASK);
    await settled();
    const watcher = api.watcher('search:progress', { job: JOB });
    watcher.onItems?.([progress(0.2, [hit(5), hit(3)])], 0);
    expect(store.search).toMatchObject({ status: 'running', progress: 0.2, isCut: false });
    watcher.onItems?.([progress(0.4, [hit(4)]), progress(1, [], { status: 'done' })], 1);
    expect(store.search?.hits.map(({ time }) => time.slice(17, 19))).toEqual(['05', '04', '03']);
    expect(store.search).toMatchObject({ status: 'done', isCut: true });
  });

  it('is the same one for the same words, and ends when another begins or the reader cancels', async () => {
    store.find(ASK);
    await settled();
    const first = store.search;
    store.find({ ...ASK });
    expect(store.search).toBe(first);
    store.find({ ...ASK, text: 'other' });
    expect(first?.status).toBe('cancelled');
    await settled();
    await store.search?.cancel();
    expect(api.calls.filter(({ command }) => command === 'jobs.cancel')).toHaveLength(2);
    expect(store.search?.status).toBe('cancelled');
  });

  it('says why it failed, and is begun anew when it is asked for again', async () => {
    api.handlers.set('logs.search', () => {
      throw new AppError('bad_request', 'Not a valid pattern: unterminated group');
    });
    store.find({ ...ASK, text: '(', isPattern: true });
    await settled();
    expect(store.search).toMatchObject({
      status: 'failed',
      error: { message: 'Not a valid pattern: unterminated group' },
    });
    const failed = store.search;
    store.find({ ...ASK, text: '(', isPattern: true });
    expect(store.search).not.toBe(failed);
  });
});

describe('a kept log', () => {
  const service: KeptServiceInfo = {
    service: 1,
    engine: 'default',
    name: 'web',
    stack: 'shop',
    bytes: 1,
    lines: 6,
    from: '2026-11-21T07:30:00.000000000Z',
    to: '2026-11-21T07:30:05.000000000Z',
    generations: [1, 2].map((generation) => ({
      generation,
      container: String(generation).repeat(64),
      name: `web-${generation}`,
      image: 'web:1',
      created: '2026-11-21T07:00:00Z',
    })),
  };
  const line = (second: number) => ({
    generation: second < 3 ? 1 : 2,
    item: { time: `2026-11-21T07:30:0${second}.000000000Z`, stream: 'stdout' as const, text: `line ${second}` },
  });

  /** As main pages: two lines at once. */
  function servePages(): void {
    const all = [0, 1, 2, 3, 4, 5].map(line);
    api.handlers.set('logs.readKept', ({ before, after }) => {
      const found = all.filter(
        ({ item: { time } }) =>
          (before === undefined || time < String(before)) && (after === undefined || time > String(after)),
      );
      const items = before === undefined && after !== undefined ? found.slice(0, 2) : found.slice(-2);
      return { items, isAll: found.length <= 2 };
    });
  }
  const shown = (log: ReturnType<HistoryStore['keptLog']>): string[] =>
    Array.from({ length: log.lines.size }, (_, i) => {
      const seq = log.lines.first + i;
      const raw = log.lines.raw(seq);
      return (log.lines.flag(seq) & (NOTE | MARK)) === 0 ? raw : `[${/"name":"([^"]+)"/.exec(raw)?.[1]}]`;
    });

  it('opens around a time, goes on to both ends, and divides one container from the next', async () => {
    servePages();
    const log = store.keptLog(service);
    await log.open('2026-11-21T07:30:02.000000000Z');
    expect(shown(log)).toEqual(['[web-1]', 'line 0', 'line 1', 'line 2', '[web-2]', 'line 3']);
    expect([log.earlier, log.later]).toEqual(['start', 'more']);
    await log.loadLater();
    expect(shown(log).slice(-3)).toEqual(['line 3', 'line 4', 'line 5']);
    expect(log.later).toBe('end');
  });

  it('reads back from its end to its start', async () => {
    servePages();
    const log = store.keptLog(service);
    await log.open(null);
    expect(shown(log)).toEqual(['line 4', 'line 5']);
    expect([log.earlier, log.later]).toEqual(['more', 'end']);
    await log.loadEarlier();
    await log.loadEarlier();
    expect(shown(log)).toEqual(['[web-1]', 'line 0', 'line 1', 'line 2', '[web-2]', 'line 3', 'line 4', 'line 5']);
    expect(log.earlier).toBe('start');
  });

  it('says why more could not be read, and can be asked again', async () => {
    servePages();
    const log = store.keptLog(service);
    await log.open(null);
    api.handlers.set('logs.readKept', () => {
      throw new AppError('internal', 'The kept logs cannot be used: disk full.');
    });
    await log.loadEarlier();
    expect(log.error?.message).toContain('disk full');
    expect(log.earlier).toBe('more');
  });
});
