import { expect, test } from 'vitest';
import { LogKeeper } from '#main/channels/log-keeper.ts';
import type { NewChunk } from '#main/history/history.ts';
import type { HubSubscription } from '#main/hub/hub.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { LogItem } from '#shared/contract/logs.ts';
import { addItem, ChunkWriter, itemsOf } from '#shared/lines/chunk.ts';
import { FakeClock } from '#testing/fake-clock.ts';
import { sampleContainers } from '#testing/gallery/sample-containers.ts';

type Subscribe = ConstructorParameters<typeof LogKeeper>[0]['hub']['subscribe'];
type Delivery = Parameters<Subscribe>[0]['delivery'];

const packed = (...texts: string[]): Uint8Array => {
  const writer = new ChunkWriter();
  for (const [at, text] of texts.entries())
    addItem(writer, { time: `2026-11-21T07:30:30.66930509${at}Z`, stream: 'stdout', text });
  return writer.take();
};

test('lines that were lost on their way into the store are said there, with their number', async () => {
  const clock = new FakeClock();
  const kept: NewChunk[] = [];
  let delivery: Delivery | undefined;
  const keeper = new LogKeeper(
    {
      hub: {
        subscribe: ({ delivery: given }) => {
          delivery = given;
          const subscription = { start: () => undefined, ack: () => undefined, dispose: () => undefined };
          return Promise.resolve(subscription as unknown as HubSubscription);
        },
      },
      history: {
        generation: () => Promise.resolve(1),
        tail: () => Promise.resolve([]),
        append: (chunks) => {
          kept.push(...chunks);
          return Promise.resolve();
        },
      },
      clock,
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    'default',
    sampleContainers()[0] as Container,
    false,
  );
  await keeper.start();
  delivery?.batch({ from: 0, next: 1, packed: packed('one') } as never);
  delivery?.gap({ dropped: 312, next: 313 } as never);
  delivery?.batch({ from: 313, next: 315, packed: packed('', 'two') } as never);
  await keeper.flush();
  keeper.dispose();
  const items: LogItem[] = kept.flatMap((chunk) => itemsOf(chunk.packed));
  expect(items.map((item) => ('mark' in item ? [item.mark, item.count] : item.text))).toEqual([
    'one',
    ['missed', 312],
    '',
    'two',
  ]);
});
