import type { AppLogEntry } from '#shared/contract/app-log.ts';
import type { AlertRule } from '#shared/contract/alerts.ts';
import { lineBytes, type LogChunk, MARK } from '#shared/lines/chunk.ts';
import { plainText } from '#shared/lines/escapes.ts';
import { LEVELS, ownLevel } from '#shared/lines/line-level.ts';
import { type LinePattern, linePattern } from '#shared/lines/line-pattern.ts';

const utf8 = new TextDecoder();

/** What is wrong with the lines a rule looks for, in words; undefined when nothing is. */
export function linesFault({ when }: AlertRule): string | undefined {
  if (when.kind !== 'log' && when.kind !== 'appLog') return undefined;
  const { level, text, matchCase, isPattern } = when;
  if (level === null && text === '') return 'Say which lines: a level, a text, or both.';
  try {
    if (text !== '') linePattern({ text, matchCase, isPattern });
    return undefined;
  } catch (thrown) {
    if (thrown instanceof RangeError) return thrown.message;
    throw thrown;
  }
}

/** A rule of the kind `log` or `appLog`, ready to look at lines. */
export class LineRule {
  readonly rule: AlertRule;
  readonly #least: number;
  readonly #pattern: LinePattern | undefined;

  /** Throws a RangeError where `linesFault` has something to say. */
  constructor(rule: AlertRule) {
    this.rule = rule;
    const { when } = rule;
    if (when.kind !== 'log' && when.kind !== 'appLog')
      throw new TypeError(`a rule of the kind ${when.kind} has no lines`);
    this.#least = when.level === null ? 0 : LEVELS.indexOf(when.level);
    const { text, matchCase, isPattern } = when;
    this.#pattern = text === '' ? undefined : linePattern({ text, matchCase, isPattern });
  }

  /** The lines of a chunk that fit, as they read. */
  *found(chunk: LogChunk): Generator<string> {
    for (let index = 0; index < chunk.count; index++) {
      if (((chunk.flag[index] ?? 0) & MARK) !== 0) continue;
      const bytes = lineBytes(chunk, index);
      // The level first: it looks at the beginning alone, and most lines have none that is bad enough.
      if (this.#least > 0 && LEVELS.indexOf(ownLevel(bytes)) < this.#least) continue;
      const text = plainText(utf8.decode(bytes));
      if (this.#pattern?.test(text) ?? true) yield text;
    }
  }

  /** Whether an entry of Quayside's own log fits. */
  fits({ level, message, source }: AppLogEntry): boolean {
    if (LEVELS.indexOf(level) < this.#least) return false;
    return this.#pattern?.test(`${source}: ${message}`) ?? true;
  }
}
