const LINK = /https?:\/\/[^\s<>"'`{}|\\^]+/g;

/** The http or https address in a text that covers an offset; what ends a sentence is no part of it. */
export function linkAt(text: string, offset: number): string | null {
  for (const match of text.matchAll(LINK)) {
    const link = match[0].replace(/[).,;:!?\]]+$/, '');
    if (offset >= match.index && offset <= match.index + link.length) return URL.canParse(link) ? link : null;
  }
  return null;
}

/** The window hands it to the system's browser, the viewer opens a tab. */
export function openLink(link: string | null): void {
  if (link !== null) window.open(link, '_blank', 'noopener,noreferrer');
}
