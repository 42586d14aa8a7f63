import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';

export function hostHandlers(deps: HandlerDeps): Pick<Handlers, 'system.info' | 'system.df'> {
  return {
    'system.info': ({ engine }, { signal }) => deps.engineInfo(engine, signal),
    'system.df': ({ engine, again }) => deps.diskUse(engine, again),
  };
}
