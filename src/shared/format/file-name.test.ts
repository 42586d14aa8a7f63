import { describe, expect, it } from 'vitest';
import { fileMode } from '#shared/format/file-mode.ts';
import { foldersAbove, joinPath, parentPath, plainPath, visibleName } from '#shared/format/file-name.ts';

describe('the name of a file', () => {
  it('hides nothing', () => {
    expect(visibleName('a\nb')).toBe('a⟨U+000A⟩b');
    expect(visibleName('x\udcffy')).toBe('x\\xffy');
    expect(visibleName('grüße 😀')).toBe('grüße 😀');
  });

  it.each([
    ['', '/'],
    ['etc/', '/etc'],
    [' /a//b/./c/ ', '/a/b/c'],
    ['/a/../../b', '/b'],
  ])('%j is the path %s', (typed, path) => expect(plainPath(typed)).toBe(path));

  it('lies in a folder', () => {
    expect(parentPath('/a/b')).toBe('/a');
    expect(parentPath('/a')).toBe('/');
    expect(joinPath('/', 'a')).toBe('/a');
    expect(joinPath('/a', 'b')).toBe('/a/b');
    expect(foldersAbove('/a/b/c')).toEqual(['/', '/a', '/a/b']);
    expect(foldersAbove('/')).toEqual([]);
  });
});

it.each([
  ['file', 0o644, '-rw-r--r--'],
  ['folder', 0o1777, 'drwxrwxrwt'],
  ['file', 0o4750, '-rwsr-x---'],
  ['file', 0o6640, '-rwSr-S---'],
  ['link', 0o777, 'lrwxrwxrwx'],
  ['pipe', 0, 'p---------'],
])('a %s of %o is written %s', (type, mode, words) => expect(fileMode(type, mode)).toBe(words));
