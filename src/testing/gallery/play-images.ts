import { AppError } from '#shared/protocol/errors.ts';
import { whichOf, type GalleryWorld } from '#testing/gallery/gallery-world.ts';
import { sampleImages, sampleLayers, samplePlan, sampleTransfer } from '#testing/gallery/sample-images.ts';

/** Images (?images=5000) and a pull under way. */
export function playImages(world: GalleryWorld): void {
  const { handlers } = world.api;
  const many = Number(world.query.get('images') ?? 0);
  const images = world.isEmpty ? [] : sampleImages(world.containers, Date.now(), many);
  world.items('pull:progress', () => [sampleTransfer(Date.now())]);
  handlers.set('images.list', () => ({ images }));
  handlers.set('images.history', () => ({ layers: sampleLayers(Date.now()) }));
  handlers.set('images.inspect', ({ image }) => ({
    inspect: { Id: image, Architecture: 'amd64', Os: 'linux', Config: { Env: ['PATH=/usr/bin'], Cmd: ['node'] } },
  }));
  handlers.set('images.prunePlan', (params) => samplePlan(images, whichOf(params)));
  handlers.set('images.pull', () => ({ job: '1'.repeat(16) }));
  handlers.set('images.tag', ({ reference }) => ({ reference: String(reference) }));
  handlers.set('images.remove', ({ image }) => {
    if (!String(image).startsWith('ghcr.io/acme/shop-api:2.14')) return { untagged: [image], deleted: [] };
    throw new AppError('conflict', 'The running container 014f2a9c1e07 uses this image.', {
      hint: 'Stop and remove the container first.',
    });
  });
  handlers.set('images.chooseContext', () => ({
    context: '/home/mara/src/shop-api',
    dockerfiles: ['Dockerfile', 'Dockerfile.dev'],
  }));
}
