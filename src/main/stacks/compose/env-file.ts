import { interpolate, type Variables } from '#main/stacks/compose/interpolate.ts';
import type { Place, Problems } from '#main/stacks/compose/located.ts';

const MOST_VALUES = 1_000_000;
const LINE = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)$/s;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$$' };

/**
 * An `.env` file as compose reads it: `NAME=value`, with quotes, comments, values over several lines between quotes, and
 * variables filled in from `known` and from the lines above, but not between single quotes. A name alone takes the value it has.
 */
export function readEnvFile(text: string, file: string, known: Variables, problems: Problems): Map<string, string> {
  const found = new Map<string, string>();
  const all = new Map(known);
  let size = 0;
  const set = (name: string, value: string): void => {
    found.set(name, value);
    all.set(name, value);
    size += value.length;
  };
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const at: Place = { file, line: i + 1, column: 1, endLine: i + 1, endColumn: line.length + 1 };
    if (size > MOST_VALUES) {
      problems.error(at, 'With its variables filled in the file is larger than 1 MB.');
      break;
    }
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, rest = ''] = LINE.exec(line) ?? [];
    if (name === undefined) {
      const alone = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*$/.exec(line)?.[1];
      const value = alone === undefined ? undefined : known.get(alone);
      if (alone === undefined) problems.error(at, 'A line of variables looks like NAME=value.');
      else if (value !== undefined) set(alone, value);
      continue;
    }
    let raw = rest.trimStart();
    const quote = raw[0];
    if (quote === '"' || quote === "'") {
      // Up to the quote that ends it, over as many lines as it takes.
      let end = endOfQuoted(raw, quote);
      if (end < 0) {
        const first = raw;
        raw = [first, ...lines.slice(i + 1)].join('\n');
        end = endOfQuoted(raw, quote);
        if (end >= 0) i += raw.slice(first.length, end).split('\n').length - 1;
      }
      if (end < 0) {
        problems.error(at, `The value of ${name} begins with a quote that does not end.`);
        break;
      }
      raw = raw.slice(1, end);
      if (quote === "'") {
        set(name, raw);
        continue;
      }
      raw = raw.replace(/\\([nrt"\\$])/g, (_, char: string) => ESCAPES[char] ?? char);
    } else raw = raw.replace(/(^|\s)#.*$/, '').trimEnd();
    const filled = interpolate(raw, all);
    if ('fault' in filled) problems.error(at, filled.fault);
    else {
      set(name, filled.text);
      for (const one of filled.missing) problems.warn(at, `The variable ${one} is not set; it is empty here.`);
    }
  }
  return found;
}

function endOfQuoted(raw: string, quote: string): number {
  for (let i = 1; i < raw.length; i++) {
    if (quote === '"' && raw[i] === '\\') i++;
    else if (raw[i] === quote) return i;
  }
  return -1;
}
