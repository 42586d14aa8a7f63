import { AppError } from '#shared/protocol/errors.ts';
import { type GalleryWorld, now, whichOf } from '#testing/gallery/gallery-world.ts';
import { sampleVolumePlan, sampleVolumes } from '#testing/gallery/sample-volumes.ts';

/** Volumes, measured when it is asked for, and their files. */
export function playVolumes(world: GalleryWorld): void {
  const { handlers } = world.api;
  const volumes = (withSizes: boolean) => (world.isEmpty ? [] : sampleVolumes(world.containers, Date.now(), withSizes));
  handlers.set('volumes.list', ({ sizes }) => ({
    volumes: volumes(sizes === true),
    measuredAt: sizes === true ? now() : null,
  }));
  handlers.set('volumes.inspect', ({ volume }) => ({
    inspect: { Name: volume, Driver: 'local', Scope: 'local', Options: null, Labels: {} },
  }));
  handlers.set('volumes.prunePlan', (params) => sampleVolumePlan(volumes(true), whichOf(params)));
  handlers.set('volumes.browse', () => ({ container: world.containers[0]?.id ?? null, folder: '/app' }));
  handlers.set('volumes.backup', () => ({ job: null }));
  handlers.set('volumes.restore', () => ({ job: null }));
  handlers.set('volumes.clone', () => ({ job: '0123456789abcdef' }));
  handlers.set('volumes.create', ({ name }) => ({ name }));
  handlers.set('volumes.remove', ({ volume }) => {
    throw new AppError('conflict', `The container 014f2a9c1e07 uses this volume (${String(volume)}).`, {
      hint: 'Remove the container first; stopping is not enough.',
    });
  });
}
