import { itemAt, lineBytes, MARK, openChunk, type LogChunk } from '#shared/lines/chunk.ts';
import { linePattern, type LinePattern } from '#shared/lines/line-pattern.ts';
import type { LogDb } from '#main/history/log-db.ts';
import type { KeptGeneration, SearchHit, SearchProgress, SearchQuery } from '#main/history/history-types.ts';

/** What a search may hold its thread for before others have their turn. */
const TURN_MS = 20;
const CONTEXT_LINES = 2;

/**
 * Newest first over everything kept. Where a text is looked for, a whole chunk is asked at once and only one that
 * holds it is looked at by lines: decoding each of a million lines took 3 s. Resolves to whether everything was read.
 */
export async function search(
  db: LogDb,
  query: SearchQuery,
  onProgress: (progress: SearchProgress) => void,
  isCancelled: () => boolean,
): Promise<boolean> {
  const pattern = linePattern({ text: query.text, matchCase: query.matchCase, isPattern: query.isPattern });
  const wanted = generationsOf(db, query);
  const ids = db.chunkIds([...wanted.keys()], { since: query.sinceMs, until: query.untilMs });
  let left = query.limit;
  let turnEndsAt = performance.now() + TURN_MS;
  let found: SearchHit[] = [];
  const tell = (at: number): void => {
    onProgress({ hits: found, share: ids.length === 0 ? 1 : at / ids.length });
    found = [];
  };
  for (const [at, id] of ids.entries()) {
    if (performance.now() >= turnEndsAt) {
      tell(at);
      await new Promise((resolve) => setImmediate(resolve));
      if (isCancelled()) return false;
      turnEndsAt = performance.now() + TURN_MS;
    }
    const kept = db.chunk(id);
    const generation = kept && wanted.get(kept.generation);
    if (!kept || !generation) continue;
    const chunk = openChunk(kept.packed);
    if (!mayHold(chunk, query)) continue;
    const hits = hitsIn({ db, id, chunk, generation }, pattern, query, left);
    found.push(...hits);
    left -= hits.length;
    if (left === 0) {
      tell(at + 1);
      return false;
    }
  }
  tell(ids.length);
  return true;
}

function generationsOf(db: LogDb, query: SearchQuery): Map<number, KeptGeneration> {
  const stacks = new Map(db.services().map((service) => [service.id, service.stack]));
  const isWanted = (generation: KeptGeneration): boolean => {
    if (generation.isPrivate && !query.withPrivate) return false;
    if (!query.containers && !query.stacks) return true;
    const isNamed = query.containers?.some((ref) => generation.name === ref || generation.container.startsWith(ref));
    return isNamed === true || query.stacks?.includes(stacks.get(generation.service) ?? '') === true;
  };
  return new Map(
    db
      .generations()
      .filter(isWanted)
      .map((generation) => [generation.id, generation]),
  );
}

/** Cheap, and never wrong with "no". */
function mayHold(chunk: LogChunk, { text, isPattern, matchCase }: SearchQuery): boolean {
  if (isPattern) return true;
  const bytes = Buffer.from(chunk.payload.buffer, chunk.payload.byteOffset, chunk.payload.byteLength);
  if (matchCase) return bytes.includes(text);
  // Upper and lower case of other scripts may differ in length and form: those are left to the lines.
  return !/^[ -~]*$/.test(text) || bytes.toString('latin1').toLowerCase().includes(text.toLowerCase());
}

const decoder = new TextDecoder();
const textOf = (chunk: LogChunk, index: number): string => decoder.decode(lineBytes(chunk, index));
const isLine = (chunk: LogChunk, index: number): boolean => ((chunk.flag[index] ?? MARK) & MARK) === 0;

interface Place {
  readonly db: LogDb;
  readonly id: number;
  readonly chunk: LogChunk;
  readonly generation: KeptGeneration;
}

function hitsIn(place: Place, pattern: LinePattern, query: SearchQuery, limit: number): SearchHit[] {
  const { chunk, generation } = place;
  const hits: SearchHit[] = [];
  for (let index = chunk.count - 1; index >= 0 && hits.length < limit; index--) {
    if (!isLine(chunk, index) || !pattern.test(textOf(chunk, index))) continue;
    const item = itemAt(chunk, index);
    if (!('stream' in item)) continue;
    const ms = Date.parse(item.time);
    if (ms < (query.sinceMs ?? 0) || ms > (query.untilMs ?? Number.POSITIVE_INFINITY)) continue;
    hits.push({
      container: generation.container,
      name: generation.name,
      time: item.time,
      stream: item.stream,
      text: item.text,
      before: around(place, index, -1).reverse(),
      after: around(place, index, 1),
    });
  }
  return hits;
}

/** Nearest first; at the edge of its chunk a line's neighbours are in the next one. */
function around({ db, id, chunk, generation }: Place, from: number, step: 1 | -1): string[] {
  const texts: string[] = [];
  const take = (lines: LogChunk, begin: number): void => {
    for (let at = begin; at >= 0 && at < lines.count && texts.length < CONTEXT_LINES; at += step)
      if (isLine(lines, at)) texts.push(textOf(lines, at));
  };
  take(chunk, from + step);
  const beside = texts.length < CONTEXT_LINES ? db.beside(id, generation.id, step) : undefined;
  if (beside) {
    const next = openChunk(beside);
    take(next, step === 1 ? 0 : next.count - 1);
  }
  return texts;
}
