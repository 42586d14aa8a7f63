import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Caller } from '#main/commands/handler.ts';
import { inRange, isForward, type KeptItem, type KeptRange, pageOf } from '#main/commands/kept-page.ts';
import { rank } from '#shared/contract/define.ts';
import { itemsOf } from '#shared/lines/chunk.ts';
import { AppError } from '#shared/protocol/errors.ts';

type Kept = HandlerDeps['history'];

/** A label keeps a log from viewers; who runs the machine's containers reads it. */
export const seesPrivate = (caller: Caller): boolean => rank(caller.role) > rank('viewer');

export const msOf = (moment: string | undefined): number | undefined =>
  moment === undefined ? undefined : Date.parse(moment);

/** A service and its generations that may be read. Throws `not_found`, `forbidden`. */
export async function keptService(history: Kept, service: number, withPrivate: boolean) {
  const { services, generations } = await history.kept();
  const own = generations.filter((one) => one.service === service);
  const found = services.find(({ id }) => id === service);
  if (!found || own.length === 0) throw new AppError('not_found', 'Nothing is kept of this service.');
  const readable = own.filter((one) => !one.isPrivate || withPrivate).map(({ id }) => id);
  if (readable.length === 0)
    throw new AppError('forbidden', 'The log of this service is private.', { hint: 'Ask for the role operator.' });
  return { name: found.service, endsAt: found.lastMs, generations: readable };
}

/** Up to `limit` items (a few more where their times are equal), oldest first; `isAll`: there are no more. */
export async function readPage(
  history: Kept,
  generations: readonly number[],
  range: KeptRange,
): Promise<{ items: KeptItem[]; isAll: boolean }> {
  // A chunk may lie across the range and hold thousands of lines outside of it: those do not count.
  for (let lines = range.limit + 1; ; lines *= 4) {
    const { items, isAll } = await readItems(history, generations, range, lines);
    const found = inRange(items, range);
    if (found.length <= range.limit && !isAll) continue;
    return { items: pageOf(found, range), isAll: found.length <= range.limit };
  }
}

/** Lines of the chunks from one end of a range on, oldest first. `isAll`: there are no more chunks. */
async function readItems(
  history: Kept,
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
