/**
 * Characters that show nothing or turn the direction of what follows: controls, soft hyphen, zero-width and bidi marks,
 * fillers, tags. A joiner within an emoji is left: it is what makes the picture.
 */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|(?<!\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d|[\u{e0000}-\u{e007f}]/gu;

const escapeOf = (char: string): string => {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `⟨U+${code}⟩`;
};

/** Text in which nothing hides: "a⟨U+200B⟩b". The rest, right-to-left letters too, stays as it is. */
export const visibleText = (text: string): string => text.replace(HIDDEN, escapeOf);

/** The beginning of a long text and how long it is: a label may hold 200 KB, and the page should not. */
export function cutEnd(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = isHighSurrogate(text, max - 1) ? max - 1 : max;
  return `${text.slice(0, end)}… (${text.length.toLocaleString('en')} characters)`;
}

/**
 * A name in two parts: the first gives way to the width it has, the second, of about `tail` characters, always stays.
 * The second is empty where the text is short.
 */
export function cutParts(text: string, tail: number): readonly [string, string] {
  if (text.length <= tail * 2) return [text, ''];
  const at = text.length - tail;
  return isHighSurrogate(text, at - 1)
    ? [text.slice(0, at - 1), text.slice(at - 1)]
    : [text.slice(0, at), text.slice(at)];
}

/** A tag with its colon that stays whole, as ":17.5-alpine" or ":3.22.1-bookworm"; a longer one left a narrow column no name. */
const TAG_WHOLE = 17;

/** An image in two parts, the second with the tag: the tag tells images apart (docker/for-mac#6081). */
export function cutImageParts(image: string): readonly [string, string] {
  const colon = image.lastIndexOf(':');
  const tag = colon > image.lastIndexOf('/') ? image.length - colon : 0;
  if (tag === 0 || tag > TAG_WHOLE) return cutParts(image, 10);
  return [image.slice(0, colon), image.slice(colon)];
}

function isHighSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
}
