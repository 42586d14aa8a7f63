import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TermFilter } from '#renderer/terminal/term-filter.ts';

const whole = (text: string): string => new TermFilter(24, 80).push(text);

describe('TermFilter', () => {
  it.each([
    ['plain text\r\n', 'plain text\r\n'],
    ['\u001b[31mred\u001b[0m', '\u001b[31mred\u001b[0m'],
    ['\u001b[2J\u001b[H', '\u001b[2J\u001b[H'],
    ['\u001b(B\u001b=\u001b>', '\u001b(B\u001b=\u001b>'],
    ['\u001b]0;title\u0007', '\u001b]0;title\u0007'],
    ['\u001b]0;title\u001b\\x', '\u001b]0;title\u0007x'],
    ['\u0007\u0008\t', '\u0007\u0008\t'],
    ['\u009b31mred', '\u001b[31mred'],
  ])('lets %j through', (text, out) => expect(whole(text)).toBe(out));

  it.each([
    ['clipboard', '\u001b]52;c;aGk=\u0007x', 'x'],
    ['window operation', '\u001b[8;999;999tx', 'x'],
    ['printer', '\u001b[5ix', 'x'],
    ['colour question', '\u001b]11;?\u0007x', 'x'],
    ['device control', '\u001bP$qm\u001b\\x', 'x'],
    ['application command', '\u001b_hidden\u001b\\x', 'x'],
    ['long title', `\u001b]0;${'a'.repeat(3000)}\u0007x`, 'x'],
    ['C1 controls', 'a\u0090b\u0085c', 'abc'],
  ])('drops %s', (_, text, out) => expect(whole(text)).toBe(out));

  it('takes the charge out of numeric bombs', () => {
    expect(whole('\u001b[999999999S')).toBe('\u001b[24S');
    expect(whole('\u001b[99999b')).toBe('\u001b[1920b');
    expect(whole('\u001b[500I')).toBe('\u001b[80I');
    expect(whole('\u001b[123456;5H')).toBe('\u001b[9999;5H');
  });

  it('skips a string without an end and wakes up behind it', () => {
    const filter = new TermFilter(24, 80);
    expect(filter.push(`a\u001b]52;c;${'A'.repeat(10_000)}`)).toBe('a');
    expect(filter.push('A'.repeat(10_000))).toBe('');
    expect(filter.push('\u001b')).toBe('');
    expect(filter.push('\\text')).toBe('text');
  });

  it('gives the same whichever way the text is cut', () => {
    const piece = fc.constantFrom(
      '\u001b',
      '[',
      ']',
      '0;',
      '31',
      'm',
      '\u0007',
      '\u001b\\',
      'text',
      '\u001b[1;2H',
      '\u001b]8;;x',
      'P',
      '\u009b',
      '9',
      '?',
      ' ',
      '\u0018',
      '\r\n',
      'ü',
      '🙂',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.array(fc.nat(), { maxLength: 20 }), (parts, cuts) => {
        const text = parts.join('');
        const filter = new TermFilter(24, 80);
        const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
        let out = '';
        let at = 0;
        for (const place of [...places, text.length]) {
          out += filter.push(text.slice(at, place));
          at = place;
        }
        expect(out).toBe(whole(text));
      }),
      { numRuns: 500 },
    );
  });
});
