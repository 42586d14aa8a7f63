import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkWriter } from '#shared/lines/chunk.ts';
import { lineFilter, WANT_ALL } from '#shared/lines/line-filter.ts';
import { linePattern } from '#shared/lines/line-pattern.ts';
import { LineSearch } from '#shared/lines/line-search.ts';
import { LineStore } from '#shared/lines/line-store.ts';
import { MergedLines } from '#shared/lines/merged-lines.ts';
import { ShownLines } from '#shared/lines/shown-lines.ts';

const encoder = new TextEncoder();
const packed = (lines: readonly { time: number; text: string }[]): Uint8Array => {
  const writer = new ChunkWriter();
  for (const { time, text } of lines) writer.add(0, time, 0, encoder.encode(text));
  return writer.take();
};
const storeOf = (maxLines = 1000): LineStore => new LineStore({ maxLines, maxBytes: 1 << 26 });
const texts = (merged: MergedLines): string[] =>
  Array.from({ length: merged.size }, (_, i) => merged.raw(merged.first + i));

describe('MergedLines', () => {
  it('is the stable merge by time, however the lines of the sources arrive', () => {
    const source = fc.array(fc.nat({ max: 30 }), { maxLength: 40 }).map((times) => [...times].sort((a, b) => a - b));
    const chunks = fc.array(fc.record({ source: fc.nat({ max: 2 }), count: fc.integer({ min: 1, max: 9 }) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.tuple(source, source, source), chunks, (sources, order) => {
        const all = sources.map((times, of) => times.map((time, i) => ({ time, of, text: `${of}:${i}` })));
        const stores = all.map(() => storeOf());
        const merged = new MergedLines(1000);
        // A reader in the middle is told where its line went.
        let held: { seq: number; text: string } | undefined;
        merged.moved.on(({ where }) => held && (held = { ...held, seq: where(held.seq) }));
        for (const store of stores) merged.add(store);
        const given = [0, 0, 0];
        for (const { source: of, count } of [...order, ...[0, 1, 2].map((one) => ({ source: one, count: 100 }))]) {
          const lines = (all[of] ?? []).slice(given[of], (given[of] ?? 0) + count);
          stores[of]?.append(packed(lines), given[of] ?? 0);
          given[of] = (given[of] ?? 0) + lines.length;
          merged.update(of);
          if (held) expect(merged.raw(held.seq)).toBe(held.text);
          else if (merged.size > 2) held = { seq: merged.first + 1, text: merged.raw(merged.first + 1) };
        }
        const expected = all.flat().sort((a, b) => a.time - b.time || a.of - b.of);
        expect(texts(merged)).toEqual(expected.map(({ text }) => text));
      }),
      { numRuns: 80 },
    );
  });

  it('lets a search and a filter go on where lines moved, and find what a new one would', () => {
    const arrivals = fc.array(
      fc.record({ source: fc.nat({ max: 1 }), time: fc.nat({ max: 50 }), isHit: fc.boolean() }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(arrivals, fc.nat({ max: 2 }), (all, context) => {
        const stores = [storeOf(), storeOf()];
        const merged = new MergedLines(1000);
        for (const store of stores) merged.add(store);
        const hit = linePattern({ text: 'hit', matchCase: true, isPattern: false });
        const begin = () => {
          const shown = new ShownLines(merged);
          shown.filter = lineFilter(merged, { ...WANT_ALL, only: { pattern: hit, context } }, false);
          return { shown, search: new LineSearch(shown, hit) };
        };
        const { shown, search } = begin();
        merged.moved.on(({ from }) => {
          shown.forgetFrom(from);
          search.forgetFrom(from - context);
        });
        const newest = [0, 0];
        for (const { source, time, isHit } of all) {
          newest[source] = Math.max(newest[source] ?? 0, time);
          stores[source]?.append(packed([{ time: newest[source] ?? 0, text: isHit ? 'hit' : 'x' }]), 0);
          merged.update(source);
          shown.step(() => false);
          search.step(() => false);
        }
        const fresh = begin();
        fresh.shown.step(() => false);
        fresh.search.step(() => false);
        const seqs = (of: ShownLines): number[] => Array.from({ length: of.count }, (_, i) => of.at(i));
        expect(seqs(shown)).toEqual(seqs(fresh.shown));
        expect([search.lines, search.total]).toEqual([fresh.search.lines, fresh.search.total]);
      }),
      { numRuns: 80 },
    );
  });

  it('leaves no hole when a busy source drops lines', () => {
    const busy = storeOf(3);
    const quiet = storeOf();
    const merged = new MergedLines(1000);
    merged.add(busy);
    merged.add(quiet);
    quiet.append(packed([{ time: 1, text: 'q1' }]), 0);
    busy.append(packed([2, 3, 4].map((time) => ({ time, text: `b${time}` }))), 0);
    merged.update(0);
    merged.update(1);
    expect(texts(merged)).toEqual(['q1', 'b2', 'b3', 'b4']);
    busy.append(packed([5, 6].map((time) => ({ time, text: `b${time}` }))), 3);
    quiet.append(packed([{ time: 7, text: 'q7' }]), 1);
    merged.update(0);
    merged.update(1);
    expect(texts(merged)).toEqual(['b4', 'b5', 'b6', 'q7']);
  });

  it('takes earlier lines of one source in, and the others keep their places', () => {
    const a = storeOf();
    const b = storeOf();
    const merged = new MergedLines(1000);
    merged.add(a);
    merged.add(b);
    a.append(packed([{ time: 10, text: 'a10' }]), 0);
    b.append(packed([{ time: 11, text: 'b11' }]), 0);
    merged.update(0);
    merged.update(1);
    let reader = merged.first + 1;
    merged.moved.on(({ where }) => (reader = where(reader)));
    a.insert(
      a.first,
      packed([
        { time: 1, text: 'a1' },
        { time: 2, text: 'a2' },
      ]),
    );
    merged.rebuild(0);
    expect(texts(merged)).toEqual(['a1', 'a2', 'a10', 'b11']);
    expect(merged.raw(reader)).toBe('b11');
  });

  it('keeps the newest when there are too many, through many compactions', () => {
    const store = storeOf(100_000);
    const merged = new MergedLines(500);
    merged.add(store);
    for (let i = 0; i < 60; i++) {
      store.append(
        packed(Array.from({ length: 1000 }, (_, at) => ({ time: i * 1000 + at, text: `${i * 1000 + at}` }))),
        i * 1000,
      );
      merged.update(0);
      expect(merged.size).toBe(500);
      expect(merged.raw(merged.next - 1)).toBe(String(i * 1000 + 999));
      expect(merged.raw(merged.first)).toBe(String(i * 1000 + 500));
    }
  });
});
