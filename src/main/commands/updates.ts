import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function updateHandlers({ loadUpdate }: HandlerDeps): Pick<Handlers, 'update.load'> {
  return {
    'update.load': async () => {
      await loadUpdate();
      return {};
    },
  };
}
