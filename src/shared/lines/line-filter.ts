import { MARK, NOTE } from '#shared/lines/chunk.ts';
import { plainText } from '#shared/lines/escapes.ts';
import { hasField, lineFields } from '#shared/lines/line-fields.ts';
import type { Level } from '#shared/lines/line-level.ts';
import type { LinePattern } from '#shared/lines/line-pattern.ts';
import { searchText } from '#shared/lines/line-text.ts';
import type { Lines } from '#shared/lines/lines.ts';
import type { LineFilter } from '#shared/lines/shown-lines.ts';

export interface FieldValue {
  readonly name: string;
  readonly value: string;
}

/** What a reader wants to see; each part that is set must agree. */
export interface Wanted {
  /** Levels ticked; null = all. A line without a level of its own belongs to the line before it. */
  readonly levels: ReadonlySet<Level> | null;
  /** Only lines in which this is found, with so many lines around. */
  readonly only: { readonly pattern: LinePattern; readonly context: number } | null;
  readonly include: LinePattern | null;
  readonly exclude: LinePattern | null;
  readonly fields: readonly FieldValue[];
  /** Only what was written in this time, in ms since 1970; the end is left out. */
  readonly span: { readonly from: number; readonly to: number } | null;
}

export const WANT_ALL: Wanted = { levels: null, only: null, include: null, exclude: null, fields: [], span: null };

/** Null where nothing is asked for. Words about the stream (stops, losses) are always shown: loss is never silent. */
export function lineFilter(lines: Lines, wanted: Wanted, isRaw: boolean): LineFilter | null {
  const { levels, only, include, exclude, fields, span } = wanted;
  if (!levels && !only && !include && !exclude && fields.length === 0 && !span) return null;
  const looksAtText = only !== null || include !== null || exclude !== null;
  return {
    context: only?.context ?? 0,
    test: (seq) => {
      if (span) {
        const time = lines.time(seq);
        if (time < span.from || time >= span.to) return false;
      }
      const flag = lines.flag(seq);
      if ((flag & (MARK | NOTE)) !== 0) return only === null || (flag & NOTE) !== 0;
      if (levels && !levels.has(lines.level(seq))) return false;
      if (fields.length > 0) {
        const found = lineFields(plainText(lines.raw(seq)));
        if (!found || !fields.every(({ name, value }) => hasField(found, name, value))) return false;
      }
      if (!looksAtText) return true;
      const text = searchText(lines, seq, isRaw);
      return (
        (include === null || include.test(text)) &&
        (exclude === null || !exclude.test(text)) &&
        (only === null || only.pattern.test(text))
      );
    },
  };
}
