// What a program inside a container may send to the terminal. Hostile output must not block the window (numeric bombs),
// reach the clipboard (OSC 52), pretend to be the window (titles are harmless, window operations are not) or make the
// terminal type answers for it. Text in, text out; a sequence cut by the end of a piece waits for the next one.

/** Titles, palette, links, working directory, colours, marks of a prompt. Nothing that reads back. */
const ALLOWED_OSC = new Set(['0', '1', '2', '4', '7', '8', '10', '11', '12', '104', '110', '111', '112', '133']);
const MAX_OSC = 2048;
const MAX_CSI = 256;
/** Longest part of a sequence kept for the next piece; a longer one is skipped to its end. */
const MAX_HELD = 4096;
const MAX_NUMBER = 9999;

// oxlint-disable no-control-regex -- control characters are what this is about
const CONTROL = /[\u0000-\u0006\u0007-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const STRING_END = /[\u0007\u0018\u001a\u009c]|\u001b\\/;
// oxlint-enable no-control-regex

export class TermFilter {
  #rows: number;
  #columns: number;
  #held = '';
  /** Inside of a string that is too long: nothing passes until it ends. */
  #isSkipping = false;

  constructor(rows: number, columns: number) {
    this.#rows = rows;
    this.#columns = columns;
  }

  resize(rows: number, columns: number): void {
    this.#rows = rows;
    this.#columns = columns;
  }

  push(piece: string): string {
    let text = this.#held + piece;
    this.#held = '';
    if (this.#isSkipping) {
      const end = STRING_END.exec(text);
      if (!end) {
        // The terminator itself may be cut.
        this.#held = text.endsWith('\u001b') ? '\u001b' : '';
        return '';
      }
      this.#isSkipping = false;
      text = text.slice(end.index + end[0].length);
    }
    let out = '';
    for (;;) {
      const at = text.search(CONTROL);
      if (at < 0) return out + text;
      out += text.slice(0, at);
      text = text.slice(at);
      const taken = this.#control(text);
      if (taken === null) {
        this.#hold(text);
        return out;
      }
      out += taken.out;
      text = text.slice(taken.length);
    }
  }

  /** The control at the start of `text`: what of it passes and how long it is; null when its end has not come yet. */
  #control(text: string): { out: string; length: number } | null {
    const first = text[0] as string;
    if (first === '\u009b') return this.#csi(text, 1);
    if (first !== '\u001b') return { out: first < '\u0080' ? first : '', length: 1 };
    const second = text[1];
    if (second === undefined) return null;
    if (second === '[') return this.#csi(text, 2);
    if (second === ']' || second === 'P' || second === 'X' || second === '^' || second === '_') return string(text);
    // Character sets and the like: intermediates, then one final.
    const escape = /^\u001b[\u0020-\u002f]*([\u0030-\u007e])?/.exec(text) as RegExpExecArray;
    if (escape[1] !== undefined) return { out: escape[0], length: escape[0].length };
    return escape[0].length === text.length && text.length < MAX_CSI ? null : { out: '', length: escape[0].length };
  }

  #csi(text: string, start: number): { out: string; length: number } | null {
    let end = start;
    while (end < text.length && end - start <= MAX_HELD) {
      const code = text.charCodeAt(end);
      if (code < 0x20 || code > 0x3f) break;
      end += 1;
    }
    if (end - start > MAX_HELD) return { out: '', length: end };
    const final = text[end];
    if (final === undefined) return null;
    if (final < '@' || final > '~') return { out: '', length: end };
    return { out: this.#allowedCsi(text.slice(start, end), final), length: end + 1 };
  }

  #allowedCsi(body: string, final: string): string {
    // Window operations and the printer; bodies that no real program sends.
    if (final === 't' || final === 'i' || body.length > MAX_CSI) return '';
    const most = 'STLM'.includes(final)
      ? this.#rows
      : 'IZ'.includes(final)
        ? this.#columns
        : final === 'b'
          ? this.#rows * this.#columns
          : MAX_NUMBER;
    const numbers = body.replace(/\d+/g, (digits) =>
      digits.length > 4 || Number(digits) > most ? String(most) : digits,
    );
    return `\u001b[${numbers}${final}`;
  }

  #hold(text: string): void {
    if (text.length <= MAX_HELD) this.#held = text;
    else {
      this.#isSkipping = true;
      this.#held = text.endsWith('\u001b') ? '\u001b' : '';
    }
  }
}

/** OSC, DCS, SOS, PM and APC: only some OSC pass, and those that ask for a colour do not. */
function string(text: string): { out: string; length: number } | null {
  const end = STRING_END.exec(text.slice(2));
  if (!end) return null;
  const length = 2 + end.index + end[0].length;
  const body = text.slice(2, 2 + end.index);
  if (text[1] !== ']' || body.length > MAX_OSC) return { out: '', length };
  const code = body.split(';', 1)[0] ?? '';
  const isQuestion = /^(?:4|10|11|12);/.test(body) && body.includes('?');
  return { out: ALLOWED_OSC.has(code) && !isQuestion ? `\u001b]${body}\u0007` : '', length };
}
