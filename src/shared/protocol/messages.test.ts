import { describe, expect, it } from 'vitest';
import { isPlainAck, requests } from '#shared/protocol/messages.ts';

describe('the short way for acknowledgements', () => {
  it.each([
    { stream: 's1', seq: 0 },
    { stream: 'x'.repeat(40), seq: Number.MAX_SAFE_INTEGER },
    { stream: '', seq: 1 },
    { stream: 'x'.repeat(41), seq: 1 },
    { stream: 's1', seq: -1 },
    { stream: 's1', seq: 1.5 },
    { stream: 's1', seq: Number.NaN },
    { stream: 's1', seq: 2 ** 53 },
    { stream: 's1', seq: '1' },
    { stream: 1, seq: 1 },
    { stream: 's1' },
    { stream: 's1', seq: 1, more: true },
    { stream: 's1', more: 1 },
    null,
    undefined,
    's1',
    [],
  ])('takes nothing that the schema would not: %j', (payload) => {
    expect(isPlainAck(payload)).toBe(requests.ack.safeParse(payload).success);
  });
});
