// Control sequences in log text. Only SGR (colour and weight) may live on, see `renderer/terminal/log/styled-text`;
// everything else is dropped where a line is drawn, searched or copied. The bytes in the store stay as they came.

/** One escape sequence, stray control or direction override. Group 1 and 2: body and final of a CSI. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
export const ESCAPE =
  /\u001b(?:\[([\u0020-\u003f]*)([\u0040-\u007e])?|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[\u0020-\u002f]*[\u0030-\u007e]?)|\u009b([\u0020-\u003f]*)([\u0040-\u007e])?|[\u0000-\u0008\u000a-\u001f\u007f-\u009f]|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;

// oxlint-disable-next-line no-control-regex
const HOT = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/;

/** Whether a text needs the parse at all; most lines do not. */
export const hasControls = (text: string): boolean => HOT.test(text);

/**
 * The last of several states that a carriage return drew over one another: progress bars write "1 %\r2 %\r3 %" into
 * one line, and a terminal would show the last. A return at the very end belongs to the line end.
 */
export function lastOverwrite(text: string): string {
  if (!text.includes('\r')) return text;
  const trimmed = text.replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

/** The text without any control sequence, as it is searched and copied. */
export function plainText(raw: string): string {
  return HOT.test(raw) ? lastOverwrite(raw).replace(ESCAPE, '') : raw;
}
