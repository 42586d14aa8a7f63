/** How well a text answers a query, and which of its characters did. */
export interface FuzzyMatch {
  readonly score: number;
  /** Half-open ranges of the text, in order. */
  readonly ranges: readonly (readonly [number, number])[];
}

const isStart = (text: string, at: number): boolean => at === 0 || /[\s\-_./:]/.test(text.charAt(at - 1));

/**
 * Every word of the query must be found: as a whole (best at the start of a word), or as its letters in order, begun at
 * the start of a word. Case does not count. Undefined: no match. An empty query matches everything equally.
 */
export function fuzzy(query: string, text: string): FuzzyMatch | undefined {
  const lower = text.toLowerCase();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const ranges: (readonly [number, number])[] = [];
  let score = 0;
  for (const word of words) {
    const found = wholeWord(lower, word) ?? lettersInOrder(lower, word);
    if (!found) return undefined;
    score += found.score;
    ranges.push(...found.ranges);
  }
  return { score, ranges: merge(ranges) };
}

function wholeWord(text: string, word: string): FuzzyMatch | undefined {
  let best: FuzzyMatch | undefined;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const score = at === 0 ? 3 : isStart(text, at) ? 2.5 : 1.5;
    if (!best || score > best.score) best = { score, ranges: [[at, at + word.length]] };
  }
  return best;
}

/** "sw1" finds shop-web-1: each letter begins a word or follows the one before it. */
function lettersInOrder(text: string, word: string): FuzzyMatch | undefined {
  const ranges: [number, number][] = [];
  let from = 0;
  for (const letter of word) {
    const last = ranges.at(-1);
    let at = last !== undefined && text.charAt(last[1]) === letter ? last[1] : text.indexOf(letter, from);
    while (at >= 0 && at !== last?.[1] && !isStart(text, at)) at = text.indexOf(letter, at + 1);
    if (at < 0) return undefined;
    if (last !== undefined && last[1] === at) last[1] = at + 1;
    else ranges.push([at, at + 1]);
    from = at + 1;
  }
  return { score: 1 - ranges.length / 20, ranges };
}

function merge(ranges: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const merged: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
