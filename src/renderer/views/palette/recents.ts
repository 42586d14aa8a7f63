const KEY = 'quayside.recent';
const MOST = 12;

/** What was used last in the palette, newest first; kept by the page, for it is of no use to anybody else. */
export function readRecent(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string').slice(0, MOST) : [];
  } catch {
    return []; // not ours, or no storage
  }
}

export function addRecent(id: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([id, ...readRecent().filter((other) => other !== id)].slice(0, MOST)));
  } catch {
    // Without storage nothing is recent; the palette works all the same.
  }
}
