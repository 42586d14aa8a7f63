import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SearchHit, SearchQuery } from '#main/history/history-types.ts';
import { LogDb } from '#main/history/log-db.ts';
import { search } from '#main/history/search.ts';
import { ChunkWriter, itemsOf, STDERR } from '#shared/lines/chunk.ts';
import { nanosOf } from '#shared/lines/time.ts';

let folder: string;
let db: LogDb;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qs-history-'));
  db = new LogDb(join(folder, 'store', 'logs.db'));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const T0 = 1_764_000_000;
const web = {
  engine: 'default',
  stack: 'shop',
  service: 'web',
  container: 'a'.repeat(64),
  name: 'shop-web-1',
  image: 'web:1',
  created: '2026-11-21T07:00:00Z',
  isPrivate: false,
};

function put(generation: number, texts: readonly string[], second = T0): void {
  const writer = new ChunkWriter();
  for (const [index, text] of texts.entries()) {
    const { hi, lo } = nanosOf(second, index);
    writer.add(hi, lo, index % 2 === 0 ? 0 : STDERR, new TextEncoder().encode(text));
  }
  db.append(generation, writer.take(), second * 1000, second * 1000, texts.length);
}

async function find(
  query: Partial<SearchQuery> & { text: string },
): Promise<{ hits: SearchHit[]; isComplete: boolean }> {
  const hits: SearchHit[] = [];
  const isComplete = await search(
    db,
    { isPattern: false, matchCase: false, limit: 100, withPrivate: true, ...query },
    (progress) => hits.push(...progress.hits),
    () => false,
  );
  return { hits, isComplete };
}

describe('kept logs', () => {
  it('come back as they went in, by service over its generations, and after the file was closed', () => {
    const first = db.generation(web);
    put(first, ['one', 'two']);
    const second = db.generation({ ...web, container: 'b'.repeat(64) });
    expect(second).not.toBe(first);
    expect(db.generation(web)).toBe(first);
    put(second, ['three'], T0 + 60);
    db.close();
    db = new LogDb(join(folder, 'store', 'logs.db'));
    expect(db.services()).toEqual([
      expect.objectContaining({
        stack: 'shop',
        service: 'web',
        lines: 3,
        firstMs: T0 * 1000,
        lastMs: (T0 + 60) * 1000,
      }),
    ]);
    expect(db.tail(first, 10).flatMap(itemsOf)).toMatchObject([
      { text: 'one', stream: 'stdout', time: '2025-11-24T16:00:00.000000000Z' },
      { text: 'two', stream: 'stderr', time: '2025-11-24T16:00:00.000000001Z' },
    ]);
  });

  it('give way at their age and at their size, the oldest first', () => {
    const one = db.generation(web);
    const other = db.generation({ ...web, service: 'db', name: 'shop-db-1', container: 'c'.repeat(64) });
    // What does not deflate, so that sizes are known well enough.
    const noise = (seed: number): string =>
      Array.from({ length: 10_000 }, (_, i) => String.fromCharCode(33 + ((i * i * seed + i * 7919) % 90))).join('');
    for (let i = 0; i < 10; i++) {
      put(one, [noise(i + 1)], T0 + i);
      put(other, [noise(i + 50)], T0 + 100 + i);
    }
    const bounds = { maxAgeMs: 1e12, serviceBytes: 1e12, totalBytes: 1e12 };
    expect(db.bound(bounds, T0 * 1000)).toBe(0);
    expect(db.bound({ ...bounds, maxAgeMs: 1000 }, (T0 + 3) * 1000)).toBe(2);
    const size = db.services().map(({ bytes }) => bytes);
    const half = Math.floor((size[0] ?? 0) / 2);
    db.bound({ ...bounds, serviceBytes: half }, 0);
    for (const { bytes } of db.services()) expect(bytes).toBeLessThanOrEqual(half);
    db.bound({ ...bounds, totalBytes: half }, 0);
    const left = db.services();
    expect(left.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(half);
    expect(left.map(({ service }) => service)).toEqual(['db']); // the newer of the two
  });

  it('are begun anew where the file is broken, which is kept aside', () => {
    db.close();
    const file = join(folder, 'store', 'logs.db');
    for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true });
    writeFileSync(file, 'this is no database, and long enough to be taken for one'.repeat(100));
    db = new LogDb(file, new Date('2026-11-21T08:00:00Z'));
    expect(db.movedAside).toBe(`${file}.broken-2026-11-21T080000`);
    expect(readdirSync(join(folder, 'store'))).toContain('logs.db.broken-2026-11-21T080000');
    put(db.generation(web), ['new']);
    expect(db.services()).toHaveLength(1);
  });
});

describe('search', () => {
  it('finds text in any case, newest first, with its surroundings', async () => {
    const id = db.generation(web);
    put(id, ['Order A-1 placed', 'paid', 'order A-2 PLACED', 'sent', 'done'], T0);
    put(id, ['order A-3 placed'], T0 + 10);
    put(id, ['after'], T0 + 20);
    const { hits, isComplete } = await find({ text: 'placed' });
    expect(isComplete).toBe(true);
    expect(hits.map(({ text }) => text)).toEqual(['order A-3 placed', 'order A-2 PLACED', 'Order A-1 placed']);
    expect(hits[1]).toMatchObject({
      name: 'shop-web-1',
      before: ['Order A-1 placed', 'paid'],
      after: ['sent', 'done'],
    });
    // Also over the edge of what was written together.
    expect(hits[0]).toMatchObject({ before: ['sent', 'done'], after: ['after'] });
    expect((await find({ text: 'PLACED', matchCase: true })).hits).toHaveLength(1);
  });

  it('takes patterns in linear time, other scripts, times, containers and stacks', async () => {
    const id = db.generation(web);
    const other = db.generation({
      ...web,
      stack: '',
      service: 'solo',
      name: 'solo',
      container: 'd'.repeat(64),
      isPrivate: true,
    });
    put(id, ['GRÜSSE aus Köln', `${'a'.repeat(5000)}!`], T0);
    put(other, ['Grüße'], T0 + 5);
    expect((await find({ text: 'grüsse' })).hits).toHaveLength(1);
    expect((await find({ text: '^(a+)+$', isPattern: true })).hits).toHaveLength(0);
    expect((await find({ text: 'gr(ü|u)', isPattern: true })).hits.map(({ name }) => name)).toEqual([
      'solo',
      'shop-web-1',
    ]);
    expect((await find({ text: 'gr', containers: ['shop-web-1'] })).hits).toHaveLength(1);
    expect((await find({ text: 'gr', stacks: ['shop'] })).hits).toHaveLength(1);
    expect((await find({ text: 'gr', sinceMs: (T0 + 1) * 1000 })).hits.map(({ name }) => name)).toEqual(['solo']);
    expect((await find({ text: 'gr', untilMs: (T0 + 1) * 1000 })).hits.map(({ name }) => name)).toEqual(['shop-web-1']);
    expect((await find({ text: 'gr', withPrivate: false })).hits.map(({ name }) => name)).toEqual(['shop-web-1']);
  });

  it('stops at its limit and says that there may be more', async () => {
    const id = db.generation(web);
    put(
      id,
      Array.from({ length: 50 }, (_, i) => `line ${i}`),
    );
    const { hits, isComplete } = await find({ text: 'line', limit: 7 });
    expect([hits.length, isComplete]).toEqual([7, false]);
    expect(hits[0]?.text).toBe('line 49');
  });
});
