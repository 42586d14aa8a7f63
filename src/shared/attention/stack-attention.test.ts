import { expect, test } from 'vitest';
import { stackAttention } from '#shared/attention/stack-attention.ts';
import { sampleStack } from '#testing/samples.ts';

test('a stack that drifted after it was applied needs attention, and says how much', () => {
  expect(stackAttention(sampleStack)).toMatchObject({
    stack: 'harbour',
    words: 'differs from its target: 1 difference',
  });
  expect(stackAttention({ ...sampleStack, isChanged: true })?.words).toContain('changed target');
  expect(stackAttention({ ...sampleStack, isUnfinished: true })?.words).toContain('not applied to its end');
});

test('one that is as it should be, being applied, or never applied needs none', () => {
  expect(stackAttention({ ...sampleStack, drift: { differs: false, reasons: [] } })).toBeUndefined();
  expect(stackAttention({ ...sampleStack, drift: null })).toBeUndefined();
  expect(stackAttention({ ...sampleStack, job: '0123456789abcdef' })).toBeUndefined();
  expect(stackAttention({ ...sampleStack, lastAppliedAt: null })).toBeUndefined();
});

test('another difference is another matter, and its key can be kept', () => {
  const other = { ...sampleStack, drift: { differs: true, reasons: ['x'.repeat(900)] } };
  expect(stackAttention(other)?.key).not.toBe(stackAttention(sampleStack)?.key);
  expect(stackAttention(other)?.key.length).toBeLessThanOrEqual(300);
});
