import { expect, test } from 'vitest';
import { chordKeys, chordOf, chordWords, isText, type KeyPress } from '#renderer/commands/key-chord.ts';

const press = (key: string, mods = '', code = ''): KeyPress => ({
  key,
  code,
  ctrlKey: mods.includes('c'),
  metaKey: mods.includes('m'),
  altKey: mods.includes('a'),
  shiftKey: mods.includes('s'),
});

test.each([
  [press('k', 'c'), 'Mod+K'],
  [press('D', 'cs'), 'Mod+Shift+D'],
  [press('ArrowLeft', 'a'), 'Alt+ArrowLeft'],
  [press('F6', 's'), 'Shift+F6'],
  [press('?', 's'), '?'],
  [press('+', 'cs'), 'Mod+='],
  [press('=', 'c'), 'Mod+='],
  [press('_', 'cs'), 'Mod+-'],
  [press('\\', 'c'), 'Mod+\\'],
  [press(' '), 'Space'],
  [press('x'), 'X'],
  [press('m', 'm'), 'Meta+M'],
  // A Russian keyboard: the place of C counts.
  [press('с', 'c', 'KeyC'), 'Mod+C'],
  [press('Control', 'c'), undefined],
])('%j is %s', (event, chord) => {
  expect(chordOf(event, false)).toBe(chord);
});

test.each([
  [press('k', 'm'), 'Mod+K'],
  [press('k', 'c'), 'Ctrl+K'],
  // Option+C writes ç.
  [press('ç', 'ma', 'KeyC'), 'Alt+C'],
  [press('ArrowLeft', 'a'), 'Alt+ArrowLeft'],
])('on macOS %j is %s', (event, chord) => {
  expect(chordOf(event, true)).toBe(chord);
});

test('keys in words', () => {
  expect(chordWords('Mod+Shift+D', false)).toBe('Ctrl+Shift+D');
  expect(chordWords('Alt+ArrowLeft', false)).toBe('Alt+Left');
  expect(chordWords('G O', false)).toBe('G then O');
  expect(chordWords('Mod+Shift+D', true)).toBe('⇧⌘D');
  expect(chordWords('Alt+C', true)).toBe('⌥⌘C');
  expect(chordKeys('Mod+K', false)).toEqual(['Ctrl', 'K']);
});

test('what writes a character is the field’s', () => {
  expect(['A', '/', 'Space', 'Shift+A'].filter(isText)).toHaveLength(4);
  expect(['Mod+K', 'F6', 'Escape', 'Alt+C', 'Shift+F6'].filter(isText)).toEqual([]);
});
