import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { AppError } from '#shared/protocol/errors.ts';

export function engineHandlers(deps: HandlerDeps): Pick<Handlers, 'engines.list' | 'engines.select' | 'engines.start'> {
  return {
    'engines.list': async () => ({ engines: await deps.listContexts(), start: deps.startCommand()?.slice() ?? null }),
    'engines.start': async ({ engine }, { signal }) => {
      const line = engine === 'default' ? deps.startCommand() : null;
      if (line === null) {
        const hint = 'Set a start command in the Docker settings.';
        throw new AppError('not_found', 'Quayside knows no command that starts Docker here.', { hint });
      }
      await deps.startDocker(line, signal);
      return {};
    },
    'engines.select': async ({ engine, context }) => {
      // Several engines at once are a later step; until then the name in the params can only be this one.
      if (engine !== 'default') throw new AppError('not_found', `There is no engine "${engine}".`, { field: 'engine' });
      await deps.selectContext(context);
      return {};
    },
  };
}
