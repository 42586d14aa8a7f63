import type { GalleryWorld } from '#testing/gallery/gallery-world.ts';
import {
  pairingOf,
  sampleAudit,
  sampleConnections,
  sampleDevices,
  samplePairing,
  sampleRemote,
  sampleTokens,
  sampleUsers,
  sampleViewers,
  SAMPLE_ADDRESSES,
} from '#testing/gallery/sample-remote.ts';

/** Access from elsewhere (?access=on): others are here, and some things were done. */
export function playRemote(world: GalleryWorld): void {
  const { api } = world;
  const isOpen = world.query.get('access') === 'on';
  world.whole('remote:access', () => (isOpen ? sampleRemote(Date.now()) : { state: 'off' }));
  if (isOpen) world.whole('presence', () => sampleViewers(world.containers, Date.now()));
  api.handlers.set('devices.list', () => ({ devices: isOpen ? sampleDevices(Date.now()) : [] }));
  api.handlers.set('connections.list', () => sampleConnections(Date.now(), world.startedAt, isOpen));
  api.handlers.set('users.list', () => ({ users: isOpen ? sampleUsers(Date.now()) : [] }));
  api.handlers.set('tokens.list', () => ({ tokens: isOpen ? sampleTokens(Date.now()) : [] }));
  api.handlers.set('tokens.create', () => ({ id: 't2', token: 'qst_8h9rCtiP6DzwZpofU0PG1dOeVCP_2_LwPVzRs4405_E' }));
  api.handlers.set('audit.query', () => ({ records: isOpen ? sampleAudit(Date.now()) : [] }));
  api.handlers.set('remote.addresses', () => ({ addresses: SAMPLE_ADDRESSES }));
  api.handlers.set('pairing.create', () => {
    const code = samplePairing(Date.now());
    api.watcher('pairing:requests', {}).onWhole?.(pairingOf(code));
    return code;
  });
}
