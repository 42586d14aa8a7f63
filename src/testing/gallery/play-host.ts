import type { GalleryWorld } from '#testing/gallery/gallery-world.ts';
import { SAMPLE_CACHE_PLAN } from '#testing/gallery/sample-cache.ts';
import { sampleDisk, sampleHost, sampleInfo, sampleLogSizes } from '#testing/gallery/sample-host.ts';
import { samplePorts } from '#testing/gallery/sample-ports.ts';

const STEP_MS = 5000;

/** The machine's figures, Docker's disk and the ports (?remote: Docker runs elsewhere). */
export function playHost(world: GalleryWorld): void {
  const { handlers } = world.api;
  world.feed('host:metrics', (watcher) => {
    const at = Date.now();
    queueMicrotask(() =>
      watcher.onItems?.(
        Array.from({ length: 60 }, (_, i) => sampleHost(at - (60 - i) * STEP_MS)),
        0,
      ),
    );
    return world.every(STEP_MS, () => watcher.onItems?.([sampleHost(Date.now())], 0));
  });
  handlers.set('system.df', () => sampleDisk(Date.now()));
  handlers.set('system.logSizes', () => sampleLogSizes(world.query.has('remote')));
  handlers.set('system.info', () => sampleInfo(world.query.has('remote')));
  handlers.set('buildCache.prunePlan', () => SAMPLE_CACHE_PLAN);
  handlers.set('ports.list', () => samplePorts(world.containers));
}
