import { networkInterfaces } from 'node:os';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function remoteHandlers(deps: HandlerDeps): Pick<Handlers, 'remote.start' | 'remote.stop' | 'remote.addresses'> {
  return {
    'remote.start': async (_params, context) => {
      const { remoteHost: host, remotePort: port, remoteTls } = deps.settings.get();
      if (!deps.isLoopback(host))
        await deps.confirm(
          {
            message: `Let other computers reach Quayside on ${host}, port ${port}?`,
            detail: remoteTls
              ? 'Who is signed in or paired can see this Docker, and do what its role allows. The connection is encrypted.'
              : 'The connection is not encrypted: who is on the network can read passwords and take over what is signed in.',
            yes: 'Open the port',
          },
          context,
        );
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
