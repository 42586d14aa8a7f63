import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { LogExports } from '#main/commands/log-exports.ts';

export function logHandlers(deps: HandlerDeps): Pick<Handlers, 'containers.logs' | 'logs.export'> {
  const exports = new LogExports(deps);
  return {
    'containers.logs': async ({ engine, container, tail, since, until }, { signal }) => ({
      items: await deps.readLogItems(engine, container, { tail, since, until }, signal),
    }),
    'logs.export': (params, { caller, signal }) => exports.start(params, caller, signal),
  };
}
