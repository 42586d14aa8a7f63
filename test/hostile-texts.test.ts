// Texts made to hold the program up: each took from seconds to minutes, or all memory, and has to be answered at once.
import { describe, expect, it } from 'vitest';
import { readStatement } from '#main/databases/statement.ts';
import { maskInspect, maskText } from '#main/engine/mask.ts';
import { readStack } from '#main/stacks/compose/read-stack.ts';
import { maskedTarget } from '#main/stacks/masked-target.ts';

/** Far beyond what they take now, also on a busy machine, and far below what they took. */
const SOON_MS = 5000;
const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');
const read = (compose: string, env = '') =>
  readStack({ name: 's', compose, env, files: {}, folder: null, ownFolder: '/x', isLocal: false });
const PLAIN = 'services: {a: {image: b}}\n';
const LABELS = 'services:\n  a:\n    image: b\n    labels:\n';

function soon<T>(work: () => T): T {
  const began = performance.now();
  const result = work();
  expect(performance.now() - began).toBeLessThan(SOON_MS);
  return result;
}

describe('a compose text', () => {
  it.each([
    [
      'aliases of aliases',
      `a: &a [1,2,3,4,5,6,7,8]\n${many(8, (at) => `b${at}: &${'bcdefghi'[at]} [${`*${'abcdefgh'[at]},`.repeat(9)}]\n`)}`,
    ],
    ['aliases by the thousand', `x: &a {b: c}\ny: [${'*a, '.repeat(60_000)}]\n${PLAIN}`],
    ['lists in lists', '['.repeat(200_000)],
    ['lists in lists, with names', '- &a '.repeat(100_000)],
    ['questions', '? '.repeat(100_000)],
    ['colons', ': '.repeat(200_000)],
    ['maps in maps', '{a: '.repeat(100_000)],
    ['dashes', '- '.repeat(200_000)],
    ['quotes', '"'.repeat(200_000)],
  ])('of %s is refused', (_what, compose) => {
    const { project, problems } = soon(() => read(compose));
    expect(project).toBeUndefined();
    expect(problems[0]?.severity).toBe('error');
    soon(() => maskedTarget({ compose, env: '', files: {} }));
  });

  it('of many keys is read, and a key that is there twice is told', () => {
    const compose = `${LABELS}${many(20_000, (at) => `      k${at}: v\n`)}`;
    expect(soon(() => read(compose)).project?.services.get('a')?.spec.labels['k19999']).toBe('v');
    expect(soon(() => read(`${compose}      k7: w\n`)).problems).toMatchObject([{ line: 20_005, severity: 'error' }]);
  });

  it('means by an alias what stood above it, though the name is given anew below', () => {
    const compose = `${LABELS}      one: &x first\n      two: *x\n      three: &x second\n      four: *x\nx-a: &m {p: &x third, q: *x}\nx-b: *m\n`;
    const { project } = read(compose);
    expect(project?.services.get('a')?.spec.labels).toEqual({
      one: 'first',
      two: 'first',
      three: 'second',
      four: 'second',
    });
  });

  it('is not filled with more than it may hold', () => {
    const compose = `${LABELS}${many(20_000, (at) => `      k${at}: "${'$A'.repeat(9)}"\n`)}`;
    const { problems } = soon(() => read(compose, `A=${'x'.repeat(100_000)}`));
    expect(problems.map(({ message }) => message)).toContain(
      'With its variables filled in the file is larger than 4 MB.',
    );
  });
});

describe('a file of variables', () => {
  it.each([
    ['a quote that does not end', `A="${'x\n'.repeat(100_000)}`],
    ['many lines', many(15_000, (at) => `A${at}=1\n`)],
    ['variables of variables', `A0=0123456789\n${many(20, (at) => `A${at + 1}=${`$A${at}`.repeat(50)}\n`)}`],
    ['empty lines', '\n'.repeat(200_000)],
  ])('of %s is read soon', (_what, env) => {
    soon(() => read(PLAIN, env));
    soon(() => maskedTarget({ compose: PLAIN, env, files: {} }));
  });

  it('is told what is wrong with it', () => {
    const told = (env: string): string[] => read(PLAIN, env).problems.map(({ message }) => message);
    expect(told('A="one\ntwo"\nB=$A\nC="open\n\n')).toEqual(['The value of C begins with a quote that does not end.']);
    const grown = told(`A0=0123456789\n${many(20, (at) => `A${at + 1}=${`$A${at}`.repeat(50)}\n`)}`);
    expect(grown[0]).toBe('With its variables filled in this is longer than 1 MB.');
  });
});

it.each(['://a:', '://a', 'a="', '${', '$'])('what looks for secrets is not held up by %j', (part) => {
  const text = part.repeat(200_000 / part.length);
  soon(() => maskText(text, 'masked'));
  soon(() => maskInspect({ Config: { Env: [text], Cmd: [text] }, Args: [text] }, 'masked'));
});

it.each(['postgresql', 'mysql', 'sqlite'] as const)('nor what reads statements of %s', (dialect) => {
  for (const part of ['$', '$a', "'", '/*', "E'\n", '@a', '-- '])
    soon(() => readStatement(dialect, part.repeat(20_000 / part.length)));
});
