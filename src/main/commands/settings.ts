import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

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
            detail: 'Who may run commands in a container can reach everything on this computer.',
            yes: 'Allow',
          },
          context,
        );
      return deps.settings.set(change);
    },
  };
}
