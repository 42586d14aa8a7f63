import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { openQuestion } from '#main/commands/remote.ts';
import type { Settings } from '#shared/contract/settings.ts';

export function settingsHandlers(
  deps: HandlerDeps,
): Pick<Handlers, 'settings.get' | 'settings.notice' | 'settings.set'> {
  return {
    'settings.get': async () => deps.settings.get(),
    'settings.notice': async () => ({ notice: deps.settings.notice }),
    'settings.set': async (change, context) => {
      if (change.remoteAllowActs && !deps.settings.get().remoteAllowActs)
        await deps.confirm(
          {
            message: 'Allow terminals, files and queries from the network?',
            detail:
              'Who may run commands in a container can reach everything on this computer. So can who makes one with its folders or rights.',
            yes: 'Allow',
          },
          context,
        );
      // `remote.start` asks by itself; what goes on with the program does so without another question.
      const before = deps.settings.get();
      const next = {
        remoteAutostart: change.remoteAutostart ?? before.remoteAutostart,
        remoteHost: change.remoteHost ?? before.remoteHost,
        remotePort: change.remotePort ?? before.remotePort,
        remoteTls: change.remoteTls ?? before.remoteTls,
      };
      const isAsSafe = before.remoteHost === next.remoteHost && (before.remoteTls === next.remoteTls || next.remoteTls);
      if (opensByItself(next, deps) && !(opensByItself(before, deps) && isAsSafe))
        await deps.confirm(openQuestion(next.remoteHost, next.remotePort, next.remoteTls), context);
      return deps.settings.set(change);
    },
  };
}

/** Other computers reach Quayside as soon as it starts. */
const opensByItself = (
  { remoteAutostart, remoteHost }: Pick<Settings, 'remoteAutostart' | 'remoteHost'>,
  { isLoopback }: Pick<HandlerDeps, 'isLoopback'>,
): boolean => remoteAutostart && !isLoopback(remoteHost);
