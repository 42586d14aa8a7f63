import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolate } from '#main/stacks/compose/interpolate.ts';

const VARIABLES = new Map([
  ['A', 'one'],
  ['EMPTY', ''],
  ['_b2', 'two'],
]);
const filled = (text: string): unknown => interpolate(text, VARIABLES);

describe('variables', () => {
  it.each([
    ['plain', 'plain', []],
    ['$A and ${A}', 'one and one', []],
    ['$A$A-$_b2.', 'oneone-two.', []],
    ['$$A costs $$5', '$A costs $5', []],
    ['${NONE}', '', ['NONE']],
    ['${NONE:-x}${EMPTY:-y}${EMPTY-z}', 'xy', []],
    ['${A:+set}${NONE:+set}${EMPTY+set}', 'setset', []],
    ['${NONE:-${A:-x}}', 'one', []],
    ['${NONE:-a ${OTHER:-b $$ c} d}', 'a b $ c d', []],
    ['${A:-${OTHER}}', 'one', []],
    ['${NONE-}', '', []],
    ['${A:?needed}', 'one', []],
  ])('%s', (text, expected, missing) => expect(filled(text)).toEqual({ text: expected, missing }));

  it.each([
    ['$', 'No variable follows'],
    ['$5', 'No variable follows'],
    ['${', 'followed by no name'],
    ['${}', 'followed by no name'],
    ['${A', 'not ended as it should be'],
    ['${A!}', 'not ended as it should be'],
    ['${A:-b', 'has no "}"'],
    ['${NONE:?say it}', 'NONE is needed and not set: say it'],
    ['${EMPTY:?}', 'EMPTY is needed and not set.'],
    ['${NONE:-${OTHER:?inner}}', 'OTHER is needed and not set: inner'],
  ])('%s is refused', (text, fault) => expect(filled(text)).toEqual({ fault: expect.stringContaining(fault) }));

  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
  const value = fc.string({ maxLength: 12 });

  it('leave a text as it is that has its dollar signs doubled', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(interpolate(text.replaceAll('$', '$$$$'), VARIABLES)).toEqual({ text, missing: [] });
      }),
    );
  });

  it('are put in with their values as they stand, whatever these hold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value, fc.stringMatching(/^[^$]{0,6}$/)), { maxLength: 6 }), (parts) => {
        const known = new Map(parts.map(([key, text]) => [key, text]));
        const written = parts.map(([key, , after]) => `\${${key}}${after}`).join('');
        const text = parts.map(([key, , after]) => `${known.get(key) ?? ''}${after}`).join('');
        expect(interpolate(written, known)).toEqual({ text, missing: [] });
      }),
    );
  });

  it('take the other text exactly where the operator says so, however deep', () => {
    const operators = ['-', ':-', '+', ':+'] as const;
    fc.assert(
      fc.property(
        name,
        fc.option(value, { nil: undefined }),
        fc.constantFrom(...operators),
        fc.nat(4),
        (key, set, operator, depth) => {
          const known = new Map(set === undefined ? [] : [[key, set]]);
          let [written, expected] = ['end', 'end'];
          for (let i = 0; i <= depth; i++) {
            const isSet = set !== undefined && (!operator.startsWith(':') || set !== '');
            expected = operator.endsWith('+') ? (isSet ? expected : '') : isSet ? (set ?? '') : expected;
            written = `\${${key}${operator}${written}}`;
          }
          expect(interpolate(written, known)).toEqual({ text: expected, missing: [] });
        },
      ),
    );
  });

  it('never throw and never run on for ever', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('$', '{', '}', ':', '-', '?', '+', 'A', 'b', ' '), { maxLength: 40 }),
        (parts) => {
          const come = interpolate(parts.join(''), VARIABLES);
          expect('fault' in come || typeof come.text === 'string').toBe(true);
        },
      ),
    );
  });
});
