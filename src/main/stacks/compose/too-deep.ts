/** Far more than a file for people has. */
export const MOST_DEPTH = 60;
/** What a text may hold that is no nesting: brackets in a quoted text, a line of dashes in a script. */
const MOST_SIGNS = 200;

/**
 * Whether a text is nested so deep that the YAML library, which calls itself for each level, takes all memory with it: the
 * program ended by 200 kB of "[". Looked at by its signs alone, before it is parsed.
 */
export function isTooDeep(text: string): boolean {
  let brackets = 0;
  let dashes = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x5b || char === 0x7b) brackets += 1;
    else if ((char === 0x5d || char === 0x7d) && brackets > 0) brackets -= 1;
    else if (char === 0x0a || char === 0x0d) dashes = 0;
    // "- " and "? " each open a level where another one stands on the same line.
    else if ((char === 0x2d || char === 0x3f) && isBlank(text.charCodeAt(at + 1))) dashes += 1;
    if (brackets > MOST_SIGNS || dashes > MOST_SIGNS) return true;
  }
  return false;
}

const isBlank = (char: number): boolean => char === 0x20 || char === 0x09;
