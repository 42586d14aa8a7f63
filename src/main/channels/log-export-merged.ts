import { cancelled, packedLog, readable } from '#main/channels/log-export.ts';
import type { Engine } from '#main/engine/engine.ts';
import { lineText, PAGE_CHARS } from '#shared/lines/file-text.ts';
import type { LogExport, LogItem } from '#shared/contract/logs.ts';
import { itemsOf } from '#shared/lines/chunk.ts';

/** One log as far as it is read: its next item stands at `at`. */
interface Head {
  readonly name: string;
  readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
  items: readonly LogItem[];
  at: number;
}

/**
 * The logs of several containers as one, by Docker's time; each log keeps its own order. At most some MiB of each are
 * held. Throws as an export of one container does: one that breaks off breaks all, for a file with a hole is none.
 */
export async function openMergedExport(
  engine: Engine,
  containers: readonly string[],
  now: number,
  signal: AbortSignal,
) {
  const logs = await Promise.all(containers.map((container) => readable(engine, container, now, signal)));
  return {
    name: `${logs.length} containers`,
    endsAt: Math.max(...logs.map(({ endsAt }) => endsAt)),
    read: async function* (
      wanted: LogExport,
      onTime: (ms: number) => void,
      ended: AbortSignal,
    ): AsyncGenerator<Uint8Array, void, undefined> {
      const over = new AbortController();
      const both = AbortSignal.any([ended, over.signal]);
      try {
        const heads = logs.map(({ inspected, name }): Head => {
          return { name, chunks: packedLog({ engine, inspected, wanted }, both), items: [], at: 0 };
        });
        yield* merged(heads, wanted, onTime);
        if (ended.aborted) throw cancelled();
      } finally {
        over.abort();
      }
    },
  };
}

async function* merged(
  all: readonly Head[],
  wanted: LogExport,
  onTime: (ms: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const width = Math.max(...all.map(({ name }) => name.length));
  const textOf = ({ name }: Head, item: LogItem): string =>
    wanted.format === 'jsonl'
      ? `${JSON.stringify({ container: name, ...item })}\n`
      : `${name.padEnd(width)} | ${lineText(item, wanted.times)}`;
  const began = await Promise.all(all.map(fill));
  let heads = all.filter((_, at) => began[at]);
  let page = '';
  for (let first = earliest(heads); first; first = earliest(heads)) {
    const item = first.items[first.at] as LogItem;
    first.at += 1;
    page += textOf(first, item);
    if (page.length > PAGE_CHARS) {
      yield Buffer.from(page);
      page = '';
      onTime(Date.parse(item.time));
    }
    if (first.at === first.items.length && !(await fill(first))) heads = heads.filter((head) => head !== first);
  }
  if (page !== '') yield Buffer.from(page);
}

/** False at the end of this log. */
async function fill(head: Head): Promise<boolean> {
  do {
    const { done, value } = await head.chunks.next();
    if (done) return false;
    head.items = itemsOf(value);
    head.at = 0;
  } while (head.items.length === 0);
  return true;
}

/** Of equal times that of the container which was named first. */
function earliest(heads: readonly Head[]): Head | undefined {
  let found: Head | undefined;
  for (const head of heads) if (!found || timeOf(head) < timeOf(found)) found = head;
  return found;
}

const timeOf = ({ items, at }: Head): string => items[at]?.time ?? '';
