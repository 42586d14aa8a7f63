import { lineText, PAGE_CHARS } from '#shared/lines/file-text.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import { keptService, readPage } from '#main/commands/kept-reading.ts';
import type { ExportSource } from '#main/commands/log-exports.ts';
import type { LogExport } from '#shared/contract/logs.ts';
import { AppError } from '#shared/protocol/errors.ts';

const LINES_AT_ONCE = 5000;
const BEGINNING = '1970-01-01T00:00:00.000000000Z';

/** All that is kept of a service, over its generations, oldest first. Throws `not_found`, `forbidden`. */
export async function openKeptExport(
  history: HandlerDeps['history'],
  service: number,
  withPrivate: boolean,
): Promise<ExportSource> {
  const { name, endsAt, generations } = await keptService(history, service, withPrivate);
  return {
    name,
    endsAt,
    read: async function* (
      wanted: LogExport,
      onTime: (ms: number) => void,
      signal: AbortSignal,
    ): AsyncGenerator<Uint8Array, void, undefined> {
      for (let after = BEGINNING, isAll = false; !isAll; ) {
        const page = await readPage(history, generations, { after, limit: LINES_AT_ONCE });
        if (signal.aborted) throw new AppError('conflict', 'The export was cancelled.', { reason: 'cancelled' });
        let text = '';
        for (const { item } of page.items) {
          text += wanted.format === 'jsonl' ? `${JSON.stringify(item)}\n` : lineText(item, wanted.times);
          if (text.length < PAGE_CHARS) continue;
          yield Buffer.from(text);
          text = '';
        }
        if (text !== '') yield Buffer.from(text);
        after = page.items.at(-1)?.item.time ?? after;
        onTime(Date.parse(after));
        ({ isAll } = page);
      }
    },
  };
}
