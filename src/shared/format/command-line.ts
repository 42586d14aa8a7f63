/**
 * A typed line as program and arguments: spaces part them, quotes hold them together, a backslash takes the next
 * character as it is. Nothing else is special: no shell ever reads it. Undefined when a quote is not closed.
 */
export function splitCommand(line: string): string[] | undefined {
  const parts: string[] = [];
  let part: string | undefined;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (char === '\\' && quote !== "'" && i + 1 < line.length) {
      i += 1;
      part = (part ?? '') + line.charAt(i);
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else part = (part ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      part ??= '';
    } else if (/\s/.test(char)) {
      if (part !== undefined) parts.push(part);
      part = undefined;
    } else part = (part ?? '') + char;
  }
  if (quote !== '') return undefined;
  if (part !== undefined) parts.push(part);
  return parts;
}

/** The line that `splitCommand` reads as these parts. */
export const joinCommand = (parts: readonly string[]): string =>
  parts.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", `'\\''`)}'`)).join(' ');
