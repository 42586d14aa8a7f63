import { networkInterfaces } from 'node:os';
import type { HandlerDeps, Question } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function remoteHandlers(deps: HandlerDeps): Pick<Handlers, 'remote.start' | 'remote.stop' | 'remote.addresses'> {
  return {
    'remote.start': async (wish, context) => {
      const { remoteHost, remotePort, remoteTls } = deps.settings.get();
      const { host = remoteHost, port = remotePort } = wish;
      if (!deps.isLoopback(host)) await deps.confirm(openQuestion(host, port, remoteTls), context);
      if (host !== remoteHost || port !== remotePort) deps.settings.set({ remoteHost: host, remotePort: port });
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

/** Who may come in is another matter: the port alone can be reached by everybody on the network. */
export const openQuestion = (host: string, port: number, isTls: boolean): Question => ({
  message: `Let other computers reach Quayside on ${host}, port ${port}?`,
  detail: isTls
    ? 'Who is signed in or paired can see this Docker, and do what its role allows. The connection is encrypted.'
    : 'The connection is not encrypted: who is on the network can read passwords and take over what is signed in.',
  yes: 'Open the port',
});
