import { ChunkWriter, STDERR } from '#shared/lines/chunk.ts';
import { nanosOfMillis } from '#shared/lines/time.ts';

const E = '\u001b';
const X = `${E}[0m`;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const swatches = (codes: readonly string[]): string =>
  codes.map((code) => `${E}[${code}m ${code.padEnd(6)}${X}`).join('');
const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from + at);

/** Every kind of line that has ever broken a log viewer, in glyphs that the bundled font has. `!` first: standard error. */
export const ODD_LINES: readonly (string | Uint8Array)[] = [
  swatches(range(30, 8).map(String)),
  swatches(range(90, 8).map(String)),
  swatches(range(40, 8).map(String)),
  swatches(range(100, 8).map(String)),
  range(16, 36)
    .map((at) => `${E}[38;5;${at}m#${E}[48;5;${at}m ${X}`)
    .join(''),
  range(0, 40)
    .map((at) => `${E}[48;2;${at * 6};${255 - at * 6};128m ${X}`)
    .join('') + ' true colour',
  `${E}[1mbold${X} ${E}[2mdim${X} ${E}[3mitalic${X} ${E}[4munderline${X} ${E}[7minverse${X} ${E}[9mstruck${X} ${E}[1;3;4;31mall${X}`,
  `${E}[34mblue that is lifted${X} ${E}[30mblack on black${X} ${E}[97mwhite on white${X}`,
  `${E}[31mred that is never ended`,
  'and does not reach this line',
  '10 %\r50 %\r100 % of a bar',
  'typed wrogn\b\b\bong',
  `${E}[2J${E}[H${E}[10;10Hcursor moves and clearing are gone${E}[1000000000S`,
  `${E}]0;owned${E}\\${E}]52;c;aGk=\u0007titles and the clipboard are left alone`,
  `${E}]8;;https://example.invalid/${E}\\a link that says so${E}]8;;${E}\\ and https://example.invalid/plain`,
  `${E}P1$r0m${E}\\${E}_secret${E}\\strings to the terminal are none of the text`,
  '\u009b31mred by an old code\u009b0m',
  'nul\u0000bell\u0007delete\u007f end',
  Uint8Array.of(...utf8('bytes that are no text: '), 0xff, 0xfe, 0xc3, 0x28, ...utf8(' end')),
  'zero\u200bwidth \u2066isolated\u2069 \u202edrawkcab\u202c end',
  'a\tb\tc\ttabs',
  'äöü ñ ç Ω Ж ← →',
  '',
  '!ERROR on standard error',
  '!    at of a trace (that.js:1:2)',
  `{"level":"warn","msg":"${E}[32mJSON with colour${E}[0m","n":1,"nested":{"deep":[1,2]}}`,
  'level=error msg="logfmt with a \\"quote\\"" order=A-20931',
  `a megabyte ${'x'.repeat(1_000_000)}`,
  'the last line',
];

/** Wide and narrow, joined and backward: each fills ten cells before its bar, whatever font draws it. */
export const WIDE_LINES: readonly string[] = [
  '0123456789|',
  '日本語の字|',
  '한국어한국|',
  '👨‍👩‍👧👍🏽🇩🇪🚢❤️|',
  'é̂ñ̃ạ̈4567890|',
  'שלום456789|',
  'مرحبا56789|',
  'ｆｕｌｌｗ|',
];

/** The lines packed, a second apart, the last one now. */
export function oddLog(lines: readonly (string | Uint8Array)[], now = Date.now()): Uint8Array {
  const writer = new ChunkWriter();
  for (const [at, line] of lines.entries()) {
    const isError = typeof line === 'string' && line.startsWith('!');
    const bytes = typeof line === 'string' ? utf8(line.replace(/^!/, '')) : line;
    const { hi, lo } = nanosOfMillis(now - (lines.length - at) * 1000);
    writer.add(hi, lo, isError ? STDERR : 0, bytes);
  }
  return writer.take();
}
