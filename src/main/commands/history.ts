import type { SearchHit } from '#shared/contract/history.ts';
import { linePattern } from '#shared/lines/line-pattern.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { keptService, msOf, readPage, seesPrivate } from '#main/commands/kept-reading.ts';
import type { KeptGeneration } from '#main/history/history-types.ts';

type Names = 'logs.search' | 'logs.kept' | 'logs.readKept' | 'logs.forget';

const isoOf = (ms: number): string => new Date(ms).toISOString();

export function historyHandlers(deps: HandlerDeps): Pick<Handlers, Names> {
  const { history } = deps;
  return {
    'logs.search': async (params, { caller, signal }) => {
      const query = {
        text: params.text ?? params.pattern ?? '',
        isPattern: params.pattern !== undefined,
        matchCase: params.matchCase,
        containers: params.containers,
        stacks: params.stacks,
        sinceMs: msOf(params.since),
        untilMs: msOf(params.until),
        limit: params.limit,
        withPrivate: seesPrivate(caller),
      };
      checkPattern(query);
      await deps.flushKept();
      if (!params.wait) return { job: deps.startSearch(query, caller.user) };
      const hits: SearchHit[] = [];
      const complete = await history.search(query, (found) => hits.push(...(found.hits as SearchHit[])), signal);
      return { hits, complete };
    },
    'logs.kept': async (_params, { caller }) => {
      await deps.flushKept();
      const { services, generations } = await history.kept();
      const isShown = (one: KeptGeneration): boolean => !one.isPrivate || seesPrivate(caller);
      const shown = services.map((service) => ({
        service: service.id,
        engine: service.engine,
        name: service.service,
        stack: service.stack,
        bytes: service.bytes,
        lines: service.lines,
        from: isoOf(service.firstMs),
        to: isoOf(service.lastMs),
        generations: generations
          .filter((one) => one.service === service.id && isShown(one))
          .map(({ id, container, name, image, created }) => ({ generation: id, container, name, image, created })),
      }));
      return {
        isOn: deps.settings.get().keepLogs,
        bytes: services.reduce((sum, { bytes }) => sum + bytes, 0),
        services: shown.filter((service) => service.generations.length > 0),
      };
    },
    'logs.readKept': async ({ service, before, after, limit }, { caller }) => {
      await deps.flushKept();
      const { generations } = await keptService(history, service, seesPrivate(caller));
      return readPage(history, generations, { before, after, limit });
    },
    'logs.forget': async ({ service }) => {
      await history.drop(service);
      return {};
    },
  };
}

function checkPattern(query: { text: string; isPattern: boolean; matchCase: boolean }): void {
  try {
    linePattern(query);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new AppError('bad_request', thrown.message, { field: 'pattern' });
  }
}
