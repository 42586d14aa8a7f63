import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { logSizes } from '#main/commands/log-sizes.ts';

export function hostHandlers(deps: HandlerDeps): Pick<Handlers, 'system.info' | 'system.df' | 'system.logSizes'> {
  return {
    'system.info': ({ engine }, { signal }) => deps.engineInfo(engine, signal),
    'system.df': ({ engine, again }) => deps.diskUse(engine, again),
    'system.logSizes': ({ engine }, { signal }) => logSizes(deps, engine, signal),
  };
}
