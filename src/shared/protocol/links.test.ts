import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { isMessage } from '#shared/protocol/link.ts';
import { loopback } from '#shared/protocol/loopback.ts';
import { type PortLike, portLink } from '#shared/protocol/port-link.ts';
import { describeLink } from '#testing/describe-link.ts';

describeLink('loopback', () => {
  const made = loopback();
  return Promise.resolve({ ...made, close: () => Promise.resolve(made.client.close()) });
});

// Node's MessagePort is the browser's but for this: it is an EventTarget whose event class has no DOM type.
const asPort = (port: MessagePort): PortLike => port as unknown as PortLike;

describeLink('MessagePort', () => {
  const { port1, port2 } = new MessageChannel();
  const made = { server: portLink(asPort(port1)), client: portLink(asPort(port2)) };
  return Promise.resolve({
    ...made,
    close: () => {
      made.server.close();
      made.client.close();
      return Promise.resolve();
    },
  });
});

describe('what a link lets in', () => {
  it('is messages only', () => {
    for (const good of [
      { e: 'x', p: 1 },
      { e: 'x', p: 1, i: 2 },
      { a: 1, p: {} },
    ])
      expect(isMessage(good)).toBe(true);
    for (const bad of [null, 1, 'e', [], {}, { e: 1 }, { e: 'x', i: '1' }, { a: 'x' }, { quayside: 'port' }])
      expect(isMessage(bad)).toBe(false);
  });
});
