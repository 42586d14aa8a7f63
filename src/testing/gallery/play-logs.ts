import type { Watcher } from '#shared/client/watcher.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { type GalleryWorld, now } from '#testing/gallery/gallery-world.ts';
import { sampleHits, sampleKept, samplePage } from '#testing/gallery/sample-history.ts';
import { sampleExport } from '#testing/gallery/sample-incidents.ts';
import { sampleLog } from '#testing/gallery/sample-log.ts';
import { ODD_LINES, oddLog, WIDE_LINES } from '#testing/gallery/sample-odd-log.ts';

/** The container whose log is silent. */
const SILENT = '0c';

/** Logs of containers (?rate, ?step, ?gap, ?odd), their export, kept logs (?kept) and the search (?searching, ?nothing). */
export function playLogs(world: GalleryWorld): void {
  const { query, api } = world;
  world.feed('logs:stream', (watcher, { container }) => playStream(world, watcher, container));
  world.feed('logs:read', (watcher, { until: asked }) => {
    // Two thousand lines before those of the stream; a hole's lines all come at one time.
    const until = Date.parse(asked ?? '');
    const end = Number.isNaN(until) ? world.startedAt - stepMs(query) * 1000 : until;
    setTimeout(() => {
      watcher.onPacked?.(sampleLog(0, 2000, 1, end - 1), 0, 2000);
      watcher.onEnd?.({ reason: 'done' });
    }, 300);
    return undefined;
  });
  api.handlers.set('logs.export', () => {
    const { job } = sampleExport(Date.now());
    api.watcher('jobs', {}).onItems?.([sampleExport(Date.now())], 0);
    return { job };
  });
  api.handlers.set('logs.kept', () =>
    query.get('kept') === 'off' && !world.settings.keepLogs
      ? { isOn: false, bytes: 0, services: [] }
      : sampleKept(world.containers, query.get('kept') !== 'past', Date.now()),
  );
  api.handlers.set('logs.readKept', (params) => samplePage(params, Date.now()));
  api.handlers.set('logs.forget', () => ({}));
  playSearch(world);
}

/** Between two old lines. */
const stepMs = (query: URLSearchParams): number => Number(query.get('step') ?? 400);

function playStream(world: GalleryWorld, watcher: Watcher<'logs:stream'>, id: string): Disposable | undefined {
  const { query } = world;
  const rate = Number(query.get('rate') ?? 20);
  const odd = query.get('odd');
  const isSilent = id.startsWith(SILENT);
  const missed = query.has('gap') ? 312 : 0;
  // Each container begins elsewhere.
  const seed = Number.parseInt(id.slice(0, 2), 16) * 3;
  let next = 1000 + missed;
  queueMicrotask(() => {
    watcher.onEpoch?.('e1', 0);
    watcher.onStatus?.({ status: 'live' });
    if (odd !== null) {
      const lines = odd === 'wide' ? WIDE_LINES : ODD_LINES;
      watcher.onPacked?.(oddLog(lines), 0, lines.length);
      return;
    }
    if (isSilent) return;
    watcher.onPacked?.(sampleLog(seed, 1000, stepMs(query)), 0, 1000);
    if (missed > 0) watcher.onGap?.({ dropped: missed, next });
  });
  if (odd !== null || isSilent || rate === 0) return undefined;
  return world.every(100, () => {
    const count = Math.max(1, Math.round(rate / 10));
    watcher.onPacked?.(sampleLog(next + seed, count, 1), next, count);
    next += count;
  });
}

function playSearch(world: GalleryWorld): void {
  const { query } = world;
  const { handlers } = world.api;
  let searched = '';
  handlers.set('logs.search', ({ pattern, text }) => {
    if (pattern === '(') throw new AppError('bad_request', 'Not a valid pattern: unterminated group');
    searched = String(text ?? pattern);
    return { job: '0123456789abcdef' };
  });
  world.feed('search:progress', (watcher, { job }) => {
    const hits = query.has('nothing') ? [] : sampleHits(world.containers, searched, 40, Date.now());
    queueMicrotask(() => {
      watcher.onItems?.([{ job, progress: 0.42, hits, status: 'running', time: now() }], 0);
      if (query.has('searching')) return;
      watcher.onItems?.([{ job, progress: 1, hits: [], status: 'done', time: now() }], 1);
    });
    return undefined;
  });
}
