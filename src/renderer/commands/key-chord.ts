/** What of a KeyboardEvent a chord depends on. */
export interface KeyPress {
  readonly key: string;
  /** The place on the keyboard, for layouts whose letters are not Latin. */
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Keys that come with Shift on some keyboards and without on others: the character alone counts. */
const SAME: Readonly<Record<string, string>> = { '+': '=', _: '-', '|': '\\', ' ': 'Space' };
const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process']);

/**
 * The chord of a key press as commands name it: "Mod+Shift+D", "Alt+ArrowLeft", "F6", "?". Mod is Ctrl, or Cmd on macOS.
 * Undefined for a modifier alone. Shift counts with letters and named keys; with other characters it is how one types them.
 */
export function chordOf(press: KeyPress, isMac: boolean): string | undefined {
  if (MODIFIERS.has(press.key) || press.key === '') return undefined;
  const { key, isLetter } = keyName(press);
  const isMod = isMac ? press.metaKey : press.ctrlKey;
  const isOther = isMac ? press.ctrlKey : press.metaKey;
  const isNamed = key.length > 1;
  // Option writes characters on macOS, so what is Alt+letter elsewhere is Cmd+Option+letter there.
  const isMacAlt = isMac && isMod && press.altKey && isLetter;
  return [
    isOther ? (isMac ? 'Ctrl' : 'Meta') : '',
    isMod && !isMacAlt ? 'Mod' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey && (isLetter || isNamed) ? 'Shift' : '',
    key,
  ]
    .filter(Boolean)
    .join('+');
}

function keyName({ key, code = '', altKey }: KeyPress): { key: string; isLetter: boolean } {
  // eslint-disable-next-line no-control-regex
  const isAscii = key.length > 1 || (key >= ' ' && key <= '~');
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  const letter = /^[a-z]$/i.test(key) ? key.toUpperCase() : !isAscii || altKey ? place : undefined;
  if (letter !== undefined) return { key: letter, isLetter: true };
  return { key: SAME[key] ?? key, isLetter: false };
}

/** Whether a chord is one character without a modifier, which WCAG 2.1.4 wants to be changeable and off while typing. */
export const isSingle = (chord: string): boolean => chord.length === 1;

/** Whether a chord writes a character into a field, and so is the field's. */
export const isText = (chord: string): boolean => isSingle(chord) || chord === 'Space' || /^Shift\+.$/.test(chord);

const WORDS: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  Escape: 'Esc',
  ContextMenu: 'Menu',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
};
const MAC_SIGNS: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Ctrl: '⌃' };
const ORDER = ['Ctrl', 'Alt', 'Shift', 'Mod'];

/** The keys of a chord or of a sequence as they are printed on a keyboard: ["Ctrl", "K"], ["G", "O"]. */
export function chordKeys(chord: string, isMac: boolean): string[] {
  return chord.split(' ').flatMap((step) => {
    const parts = step.split('+');
    const signs = isMac && parts[0] === 'Alt' && /^[A-Z]$/.test(parts.at(-1) ?? '') ? ['Mod', ...parts] : parts;
    const rank = (sign: string): number => (ORDER.includes(sign) ? ORDER.indexOf(sign) : ORDER.length);
    const sorted = isMac ? [...signs].sort((a, b) => rank(a) - rank(b)) : signs;
    return sorted.map((sign) => (isMac ? MAC_SIGNS[sign] : undefined) ?? WORDS[sign] ?? sign);
  });
}

/** "Ctrl+K", "⌘K" on macOS, "G then O". */
export const chordWords = (chord: string, isMac: boolean): string =>
  chord
    .split(' ')
    .map((step) => chordKeys(step, isMac).join(isMac ? '' : '+'))
    .join(' then ');
