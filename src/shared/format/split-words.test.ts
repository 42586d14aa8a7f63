import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWord } from '#shared/format/docker-run.ts';
import { splitWords } from '#shared/format/split-words.ts';

describe('splitWords', () => {
  it.each([
    ['', []],
    ['  bash  -l ', ['bash', '-l']],
    [`sh -c 'echo "a b"'`, ['sh', '-c', 'echo "a b"']],
    ['a\\ b "c\\"d" \'\'', ['a b', 'c"d', '']],
    ['"open end', ['open end']],
  ])('%j', (text, words) => expect(splitWords(text)).toEqual(words));

  it('reads back what shellWord wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (words) => {
        expect(splitWords(words.map(shellWord).join(' '))).toEqual(words);
      }),
    );
  });
});
