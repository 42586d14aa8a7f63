import { networkInterfaces } from 'node:os';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function remoteHandlers(deps: HandlerDeps): Pick<Handlers, 'remote.start' | 'remote.stop' | 'remote.addresses'> {
  return {
    'remote.start': () => {
      const { remoteHost: host, remotePort: port, remoteTls } = deps.settings.get();
      return deps.remote.start({ host, port, isTls: remoteTls && !deps.isLoopback(host) });
    },
    'remote.stop': async () => {
      await deps.remote.stop();
      return {};
    },
    'remote.addresses': async () => ({
      addresses: Object.entries(networkInterfaces()).flatMap(([name, list]) =>
        (list ?? [])
          // A link-local address of IPv6 needs its zone and cannot be opened by a browser.
          .filter(({ address }) => !address.startsWith('fe80:'))
          .map(({ address, internal }) => ({ name, address, isLoopback: internal })),
      ),
    }),
  };
}
