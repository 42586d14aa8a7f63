import type { GalleryWorld } from '#testing/gallery/gallery-world.ts';
import { sampleAppLog } from '#testing/gallery/sample-app-log.ts';
import { sampleOwnCost } from '#testing/gallery/sample-own-cost.ts';

/** Quayside's own log (?full: the disk under it), and what Quayside takes. */
export function playAppLog(world: GalleryWorld): void {
  const { handlers } = world.api;
  world.feed('app:logs', (watcher) => {
    queueMicrotask(() => {
      watcher.onEpoch?.('a1', 0);
      watcher.onStatus?.({ status: 'live' });
      watcher.onItems?.(world.isEmpty ? [] : sampleAppLog(Date.now()), 0);
    });
    return undefined;
  });
  handlers.set('appLogs.query', () => ({ items: sampleAppLog(Date.now(), true) }));
  handlers.set('appLogs.export', () => ({ file: '/home/mara/Downloads/quayside.log' }));
  handlers.set('appLogs.kept', () => ({
    days: 14,
    maxBytes: 50_000_000,
    bytes: 3_200_000,
    folder: '/home/mara/.config/quayside/logs',
    problem: world.query.has('full')
      ? {
          message: "The disk under Quayside's folder is full: the app log cannot be written.",
          since: new Date(Date.now() - 130_000).toISOString(),
          lost: 12,
        }
      : null,
  }));
  world.items('own:cost', () => [sampleOwnCost(Date.now())]);
}
