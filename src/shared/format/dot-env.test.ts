import { describe, expect, it } from 'vitest';
import { asDotEnv } from '#shared/format/dot-env.ts';

describe('.env', () => {
  it.each([
    ['plain/value:1', 'A=plain/value:1\n'],
    ['', 'A=\n'],
    ['two words', "A='two words'\n"],
    ['$HOME "x" #', `A='$HOME "x" #'\n`],
    ["it's", 'A="it\'s"\n'],
    ['a\nb\\"$', 'A="a\\nb\\\\\\"\\$"\n'],
  ])('%j', (value, line) => expect(asDotEnv([{ name: 'A', value }])).toBe(line));
});
