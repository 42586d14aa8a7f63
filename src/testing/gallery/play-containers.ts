import type { StatsSample } from '#shared/contract/stats.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { type GalleryWorld, later, now } from '#testing/gallery/gallery-world.ts';
import { sampleContainerPlan, sampleRemoved, sampleSpec } from '#testing/gallery/sample-removed.ts';
import { statsSample } from '#testing/gallery/sample-stats.ts';

const SWEEP_MS = 15_000;

/** The list of containers (?empty, ?hostile, ?many, ?known), their figures and what can be done to them. */
export function playContainers(world: GalleryWorld): void {
  const { query } = world;
  const { handlers } = world.api;
  world.whole('containers', () =>
    !query.has('engine') || query.has('known') ? { containers: world.containers } : undefined,
  );
  world.whole('protected', () => ({ containers: ['034f2a9c1e07b3d5'.repeat(4)], volumes: ['shop_pgdata'] }));
  world.feed('docker:stats', (watcher, params) => {
    if ('all' in params) return playSweep(world, (samples) => watcher.onItems?.(samples, 0));
    const id = params.container;
    if (world.container(id)?.state !== 'running') return undefined;
    const at = Date.now();
    queueMicrotask(() => {
      watcher.onStatus?.({ status: 'live' });
      watcher.onItems?.(
        Array.from({ length: 300 }, (_, i) => statsSample(id, at - (300 - i) * 1000)),
        0,
      );
    });
    return world.every(1000, () => watcher.onItems?.([statsSample(id, Date.now())], 0));
  });
  handlers.set('containers.stop', ({ container }) =>
    later(1500, () => (world.change(container, { state: 'exited', exitCode: 0, finishedAt: now() }), {})),
  );
  handlers.set('containers.restart', ({ container }) =>
    later(1500, () => (world.change(container, { startedAt: now() }), {})),
  );
  handlers.set('containers.start', ({ container }) => {
    if (world.container(container)?.name === 'obs-loki-1') {
      throw new AppError('conflict', 'Port 3100 is already used by legacy-loki.');
    }
    return later(800, () => (world.change(container, { state: 'running', startedAt: now() }), {}));
  });
  handlers.set('containers.remove', () => {
    throw new AppError('conflict', 'Docker could not stop it.', { hint: 'Try again, or restart Docker.' });
  });
  handlers.set('containers.removed', () => ({ removed: world.isEmpty ? [] : sampleRemoved(Date.now()) }));
  handlers.set('containers.prunePlan', () => sampleContainerPlan(world.containers));
  handlers.set('containers.spec', ({ container }) => {
    const found = world.container(container);
    if (!found) throw new AppError('not_found', 'The container is gone.');
    return { spec: sampleSpec(found) };
  });
}

/** A sweep takes each running container once in 15 s; those of the last five minutes come at once. */
function playSweep(world: GalleryWorld, send: (samples: readonly StatsSample[]) => void) {
  const running = world.containers.filter(({ state }) => state === 'running').map(({ id }) => id);
  const sweep = (at: number): StatsSample[] =>
    running.map((id, i) => statsSample(id, at + (i * SWEEP_MS) / running.length));
  const at = Date.now();
  queueMicrotask(() => send(Array.from({ length: 20 }, (_, i) => sweep(at - (20 - i) * SWEEP_MS)).flat()));
  return world.every(SWEEP_MS, () => send(sweep(Date.now() - SWEEP_MS)));
}
