import { rank } from '#shared/contract/define.ts';
import type { SearchHit } from '#shared/contract/history.ts';
import { itemsOf } from '#shared/lines/chunk.ts';
import { linePattern } from '#shared/lines/line-pattern.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Caller, Handlers } from '#main/commands/handler.ts';
import { inRange, isForward, type KeptItem, type KeptRange, pageOf } from '#main/commands/kept-page.ts';
import type { KeptGeneration } from '#main/history/history-types.ts';

type Names = 'logs.search' | 'logs.kept' | 'logs.readKept' | 'logs.forget';

/** A label keeps a log from viewers; who runs the machine's containers reads it. */
const seesPrivate = (caller: Caller): boolean => rank(caller.role) > rank('viewer');
const isoOf = (ms: number): string => new Date(ms).toISOString();
const msOf = (moment: string | undefined): number | undefined =>
  moment === undefined ? undefined : Date.parse(moment);

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
      const { generations } = await history.kept();
      const own = generations.filter((one) => one.service === service);
      if (own.length === 0) throw new AppError('not_found', 'Nothing is kept of this service.');
      const readable = own.filter((one) => !one.isPrivate || seesPrivate(caller)).map(({ id }) => id);
      if (readable.length === 0)
        throw new AppError('forbidden', 'The log of this service is private.', { hint: 'Ask for the role operator.' });
      const range = { before, after, limit };
      // A chunk may lie across the range and hold thousands of lines outside of it: those do not count.
      for (let lines = limit + 1; ; lines *= 4) {
        const { items, isAll } = await readItems(history, readable, range, lines);
        const found = inRange(items, range);
        if (found.length <= limit && !isAll) continue;
        return { items: pageOf(found, range), isAll: found.length <= limit };
      }
    },
    'logs.forget': async ({ service }) => {
      await history.drop(service);
      return {};
    },
  };
}

/** Lines of the chunks from one end of a range on, oldest first. `isAll`: there are no more chunks. */
async function readItems(
  history: HandlerDeps['history'],
  generations: readonly number[],
  range: KeptRange,
  lines: number,
): Promise<{ items: KeptItem[]; isAll: boolean }> {
  const isOldestFirst = isForward(range);
  const beforeMs = msOf(range.before);
  // Dates know ms only: what was written later within the same one belongs to the range too.
  const untilMs = beforeMs === undefined ? undefined : beforeMs + 1;
  const sinceMs = msOf(range.after);
  const chunks = await history.chunks({ generations, sinceMs, untilMs, lines, isOldestFirst });
  const items = (isOldestFirst ? chunks : chunks.toReversed()).flatMap(({ generation, packed }) =>
    itemsOf(packed).map((item) => ({ generation, item })),
  );
  return { items, isAll: items.length < lines };
}

function checkPattern(query: { text: string; isPattern: boolean; matchCase: boolean }): void {
  try {
    linePattern(query);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new AppError('bad_request', thrown.message, { field: 'pattern' });
  }
}
