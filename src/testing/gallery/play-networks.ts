import { AppError } from '#shared/protocol/errors.ts';
import type { GalleryWorld } from '#testing/gallery/gallery-world.ts';
import { sampleMembers, sampleNetworkPlan, sampleNetworks } from '#testing/gallery/sample-networks.ts';

/** Networks with their members. */
export function playNetworks(world: GalleryWorld): void {
  const { handlers } = world.api;
  const networks = () => sampleNetworks(world.containers, Date.now());
  handlers.set('networks.list', () => ({ networks: networks() }));
  handlers.set('networks.inspect', ({ network }) => {
    const found = networks().find(({ id }) => id === network);
    if (!found) throw new AppError('not_found', 'There is no network of this ID.');
    const members = sampleMembers(found, world.containers);
    return { inspect: { Name: found.name, Id: found.id, Driver: found.driver, Labels: found.labels }, members };
  });
  handlers.set('networks.prunePlan', () => sampleNetworkPlan(networks()));
  handlers.set('networks.create', () => ({ id: 'f'.repeat(64) }));
  handlers.set('networks.connect', () => ({}));
  handlers.set('networks.disconnect', () => ({}));
  handlers.set('networks.remove', () => {
    throw new AppError('conflict', 'shop-api-1, shop-db-1 are in this network and running.', {
      reason: 'taken',
      hint: 'Disconnect or stop them first.',
    });
  });
}
