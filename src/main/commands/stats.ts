import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { toStatsSample } from '#main/engine/stats-arithmetic.ts';

export function statsHandlers(
  deps: HandlerDeps,
): Pick<Handlers, 'containers.stats' | 'containers.statsHistory' | 'containers.statsSource'> {
  return {
    'containers.stats': async ({ engine, container }, { signal }) => {
      // With the base inside the sample: it takes a second longer, and without it there would be no CPU figure.
      const raw = await deps.engineOf(engine).statsOnce(container, true, signal);
      return { sample: toStatsSample(container, raw, null) };
    },
    'containers.statsSource': ({ container }) =>
      Promise.resolve({ source: deps.areFilesUsed(container) ? ('kernel' as const) : ('engine' as const) }),
    'containers.statsHistory': ({ container, since, until }) =>
      deps.keptStats(
        container,
        since === undefined ? 0 : Date.parse(since),
        until === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(until),
      ),
  };
}
