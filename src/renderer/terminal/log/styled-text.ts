import { ESCAPE, hasControls, lastOverwrite } from '#shared/lines/escapes.ts';

/** From offset `from` on the text has this style: SGR parameters of the complete state, '' for the default. */
export interface Span {
  from: number;
  sgr: string;
}

export interface StyledText {
  text: string;
  spans: readonly Span[];
}

const PLAIN: readonly Span[] = [{ from: 0, sgr: '' }];
/** More parameters than this, or one over 255, and the sequence is dropped whole: numeric bombs do no work here. */
const MAX_PARAMETERS = 16;
const MAX_VALUE = 255;

/** Slots of the state: foreground, ground, bold, dim, italic, underline, inverse, struck through. */
const FG = 0;
const BG = 1;
const SLOTS = 8;
const SLOT_ON: Record<number, number> = { 1: 2, 2: 3, 3: 4, 4: 5, 7: 6, 9: 7 };
const SLOT_OFF: Record<number, readonly number[]> = {
  22: [2, 3],
  23: [4],
  24: [5],
  27: [6],
  29: [7],
  39: [FG],
  49: [BG],
};

/** Applies the parameters of one SGR sequence; what is not known is left out (blink, hidden, fonts). */
function apply(state: string[], body: string): void {
  const numbers = body.split(/[;:]/).map(Number);
  if (numbers.length > MAX_PARAMETERS || numbers.some((number) => !(number <= MAX_VALUE))) return;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    if (number === 0) state.fill('');
    else if (number === 38 || number === 48) {
      const more = numbers[i + 1] === 2 ? 4 : numbers[i + 1] === 5 ? 2 : 0;
      if (more === 0 || i + more >= numbers.length) return;
      state[number === 38 ? FG : BG] = numbers.slice(i, i + more + 1).join(';');
      i += more;
    } else if ((number >= 30 && number <= 37) || (number >= 90 && number <= 97)) state[FG] = String(number);
    else if ((number >= 40 && number <= 47) || (number >= 100 && number <= 107)) state[BG] = String(number);
    else if (SLOT_ON[number] !== undefined) state[SLOT_ON[number]] = String(number);
    else for (const slot of SLOT_OFF[number] ?? []) state[slot] = '';
  }
}

/** The visible text of a line and its colours; every other control sequence is dropped here. */
export function styledText(raw: string): StyledText {
  if (!hasControls(raw)) return { text: raw, spans: PLAIN };
  const line = lastOverwrite(raw);
  const state: string[] = Array<string>(SLOTS).fill('');
  const spans: Span[] = [{ from: 0, sgr: '' }];
  let text = '';
  let at = 0;
  let current = '';
  ESCAPE.lastIndex = 0;
  for (let match = ESCAPE.exec(line); match; match = ESCAPE.exec(line)) {
    text += line.slice(at, match.index);
    at = match.index + match[0].length;
    const body = match[1] ?? match[3];
    if ((match[2] ?? match[4]) !== 'm' || body === undefined || !/^[\d;:]*$/.test(body)) continue;
    apply(state, body === '' ? '0' : body);
    const sgr = state.filter(Boolean).join(';');
    if (sgr === current) continue;
    current = sgr;
    const last = spans.at(-1);
    if (last && last.from === text.length) last.sgr = sgr;
    else spans.push({ from: text.length, sgr });
  }
  return { text: text + line.slice(at), spans };
}
