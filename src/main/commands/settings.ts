import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function settingsHandlers(
  deps: HandlerDeps,
): Pick<Handlers, 'settings.get' | 'settings.notice' | 'settings.set'> {
  return {
    'settings.get': async () => deps.settings.get(),
    'settings.notice': async () => ({ notice: deps.settings.notice }),
    'settings.set': async (change) => deps.settings.set(change),
  };
}
