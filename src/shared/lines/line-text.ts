import { plainText } from '#shared/lines/escapes.ts';
import { type LineFields, lineFields } from '#shared/lines/line-fields.ts';
import type { Level } from '#shared/lines/line-level.ts';
import type { Lines } from '#shared/lines/lines.ts';

/** A line as it is shown, searched and copied "as seen". */
export interface LineText {
  readonly text: string;
  /** Where the message begins; the level's word stands before it and is drawn in a column of its own. */
  readonly body: number;
  /** From here on other fields, drawn dim; the text's length where there are none. */
  readonly rest: number;
  readonly fields: LineFields | null;
}

const COLUMN_WORDS: Record<Level, string> = { none: '', debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' };

// Only what is plainly a level: "Error: no such file" is a message, "ERROR no such file" names its level.
const LEVEL_FIRST =
  /^(?:\[ ?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|trace|debug|info|notice|warn|warning|error|fatal|critical) ?\]:?|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERR|ERROR|FATAL|CRITICAL)\b[:|]?)\s+(?=\S)/;

/** How long the level's word at the beginning is, with the blanks behind it; 0 where there is none. */
export const levelLength = (plain: string): number => LEVEL_FIRST.exec(plain)?.[0].length ?? 0;

/** What a structured line reads as: the level, the message, and then "name=value" of the rest. */
function fieldsText(fields: LineFields, level: Level): LineText {
  const head = level === 'none' || fields.level === '' ? '' : `${COLUMN_WORDS[level]} `;
  const rest = fields.fields.map(([name, value]) => `${name}=${value}`).join(' ');
  const lead = `${head}${fields.message}`;
  const text = rest === '' ? lead : fields.message === '' ? `${lead}${rest}` : `${lead} ${rest}`;
  return { text, body: head.length, rest: lead.length, fields };
}

/** The text of a line: `isRaw` leaves structured lines as they came. */
export function lineText(plain: string, level: Level, isRaw: boolean): LineText {
  const fields = isRaw ? null : lineFields(plain);
  if (fields) return fieldsText(fields, level);
  return { text: plain, body: levelLength(plain), rest: plain.length, fields: null };
}

/** The text in which a line is searched and that filters look at: what `lineText` shows, without where its parts are. */
export function searchText(lines: Lines, seq: number, isRaw: boolean): string {
  const plain = plainText(lines.raw(seq));
  if (isRaw) return plain;
  const fields = lineFields(plain);
  return fields ? fieldsText(fields, lines.level(seq)).text : plain;
}

/** The word of the level column. */
export const levelWord = (level: Level): string => COLUMN_WORDS[level];
