import { plainText } from '#shared/lines/escapes.ts';
import { levelLength, lineText, type LineText } from '#shared/lines/line-text.ts';
import type { Lines } from '#shared/lines/lines.ts';
import { type LogColors, sgrColor } from '#renderer/terminal/log/colors.ts';
import { type Span, styledText } from '#renderer/terminal/log/styled-text.ts';

/** A line as it is drawn: text, the styles of its parts, and where an opened line's further rows begin. */
export interface StyledLine {
  readonly text: string;
  readonly spans: readonly Span[];
  /** The level's word stands before this offset and is drawn in its column. */
  readonly body: number;
  /** What opening it shows: the fields of a structured line, or all of one that is cut in this view. */
  readonly opens: 'fields' | 'whole' | null;
  /** Offsets at which a row must begin, whatever the width. */
  readonly starts: readonly number[];
}

/** Lines longer than this are cut where they are drawn, until they are opened (the store and a raw copy have all of it). */
const VIEW_CUT = 65_536;
const OPEN_ROWS = 500;

/** How a line is to be shown. `hasLevels`: the level's word is drawn in a column, not in the text. */
export interface StyleOptions {
  readonly isRaw: boolean;
  readonly hasLevels: boolean;
  readonly isOpen: boolean;
  readonly colors: LogColors;
}

export function styledLine(lines: Lines, seq: number, options: StyleOptions): StyledLine {
  const { isRaw, hasLevels, isOpen, colors } = options;
  const raw = lines.raw(seq);
  if (raw.length > VIEW_CUT) return longLine(raw, isOpen);
  if (!isRaw) {
    const structured = lineText(plainText(raw), lines.level(seq), false);
    if (structured.fields) {
      const line = fieldsLine(structured, isOpen, colors);
      return hasLevels ? line : { ...line, body: 0 };
    }
  }
  const styled = styledText(raw);
  return { ...styled, body: hasLevels ? levelLength(styled.text) : 0, opens: null, starts: [] };
}

function longLine(raw: string, isOpen: boolean): StyledLine {
  const length = raw.length.toLocaleString('en');
  const cut = `${raw.slice(0, VIEW_CUT)}\u001b[0m … (cut in this view, ${length} characters. Show all: ▸ or Enter)`;
  return { ...styledText(isOpen ? raw : cut), body: 0, opens: 'whole', starts: [] };
}

function fieldsLine({ text, body, rest, fields }: LineText, isOpen: boolean, colors: LogColors): StyledLine {
  const dim = sgrColor(colors.text3);
  const spans: Span[] = [{ from: 0, sgr: '' }];
  if (rest < text.length) spans.push({ from: rest, sgr: dim });
  if (!isOpen || !fields) return { text, spans, body, opens: 'fields', starts: [] };
  const all = JSON.stringify(fields.value, null, 2).split('\n');
  const shown = all.length > OPEN_ROWS ? [...all.slice(0, OPEN_ROWS), `… ${all.length - OPEN_ROWS} more rows`] : all;
  const starts: number[] = [];
  let whole = text;
  for (const row of shown) {
    whole += '\n';
    starts.push(whole.length);
    spans.push(...jsonSpans(row, whole.length, dim));
    whole += row;
  }
  return { text: whole, spans, body, opens: 'fields', starts };
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/g;
const KEY = '34';
const STRING = '32';
const NUMBER = '35';
const WORD = '33';

/** Keys blue, strings green, numbers magenta, words yellow, all else dim: by the terminal's own colours. */
function jsonSpans(row: string, at: number, dim: string): Span[] {
  const spans: Span[] = [{ from: at, sgr: dim }];
  for (const match of row.matchAll(TOKEN)) {
    const token = match[1] ?? match[0];
    const sgr = match[1] ? (match[2] === undefined ? STRING : KEY) : /^[tfn]/.test(token) ? WORD : NUMBER;
    spans.push({ from: at + match.index, sgr }, { from: at + match.index + token.length, sgr: dim });
  }
  return spans;
}
