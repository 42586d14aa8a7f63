import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function logHandlers(deps: HandlerDeps): Pick<Handlers, 'containers.logs'> {
  return {
    'containers.logs': async ({ engine, container, tail, since, until }, { signal }) => ({
      items: await deps.readLogItems(engine, container, { tail, since, until }, signal),
    }),
  };
}
