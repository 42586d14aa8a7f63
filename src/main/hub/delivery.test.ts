import { describe, expect, it } from 'vitest';
import { MAX_JSON_BYTES, MAX_PACKED_BYTES } from '#main/hub/chunk-list.ts';
import { ChunkWriter, itemsOf, packedCount } from '#shared/lines/chunk.ts';
import { nanosOf } from '#shared/lines/time.ts';
import { account, hubFixture } from '#testing/hub-fixture.ts';

const encoder = new TextEncoder();

function packed(from: number, count: number, size = 100): Uint8Array {
  const writer = new ChunkWriter();
  for (let i = 0; i < count; i++) {
    const { hi, lo } = nanosOf(1_764_000_000, from + i);
    writer.add(hi, lo, 0, encoder.encode(`${from + i} `.padEnd(size, 'x')));
  }
  return writer.take();
}

describe('when a message goes out', () => {
  it('is at once for the first item of a quiet spell, then at 10 items or 100 ms', async () => {
    const { source, watch, clock } = hubFixture();
    const watcher = await watch();
    const batches = (): number => watcher.told.filter((told) => told.kind === 'batch').length;
    source.current.sink.push(['a']);
    expect(batches()).toBe(1);
    source.current.sink.push(['b']);
    await clock.advance(99);
    expect(batches()).toBe(1);
    await clock.advance(1);
    expect(batches()).toBe(2);
    for (let i = 0; i < 10; i++) source.current.sink.push([i]);
    await clock.advance(7);
    expect(batches()).toBe(2);
    await clock.advance(1);
    expect(batches()).toBe(3);
    expect(account(watcher.told, 0)).toEqual({ received: 12, lost: 0, next: 12 });
  });

  it('is never within 8 ms of the last one unless full', async () => {
    const { source, watch, clock } = hubFixture();
    const watcher = await watch({ packed: true, credit: undefined });
    const times: number[] = [];
    let seen = watcher.told.length;
    for (let i = 0; i < 2000; i++) {
      source.current.sink.pushPacked(packed(i, 1));
      await clock.advance(1);
      if (watcher.told.length > seen) times.push(clock.monotonic());
      seen = watcher.told.length;
    }
    await clock.advance(200);
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(8);
    expect(account(watcher.told, 0).received).toBe(2000);
  });

  it('is soon for a terminal, whose echo somebody waits for', async () => {
    const { source, watch, clock } = hubFixture();
    const watcher = await watch({ channel: 'terminal:output', params: { engine: 'default', session: 's' } });
    source.current.sink.push([{ data: 'a' }]);
    source.current.sink.push([{ data: 'b' }]);
    await clock.advance(8);
    expect(watcher.items()).toEqual([{ data: 'a' }, { data: 'b' }]);
  });

  it('holds at most 128 KiB packed or 64 KiB as JSON, one bigger item alone', async () => {
    const { source, watch, clock } = hubFixture();
    const bytes = await watch({ packed: true, credit: undefined });
    const json = await watch({ credit: undefined });
    source.current.sink.pushPacked(packed(0, 5000, 200));
    source.current.sink.pushPacked(packed(5000, 1, 300_000));
    source.current.sink.pushPacked(packed(5001, 3));
    await clock.advance(100);
    const sizes = bytes.told.flatMap((told) =>
      told.packed && packedCount(told.packed) > 1 ? [told.packed.byteLength] : [],
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_PACKED_BYTES);
    expect(bytes.told.filter((told) => told.packed && told.packed.byteLength > MAX_PACKED_BYTES)).toHaveLength(1);
    const jsonSizes = json.told.flatMap((told) =>
      told.items && told.items.length > 1 ? [JSON.stringify(told.items).length] : [],
    );
    expect(Math.max(...jsonSizes)).toBeLessThanOrEqual(MAX_JSON_BYTES + 2);
    expect(account(bytes.told, 0)).toEqual(account(json.told, 0));
    expect(account(json.told, 0).received).toBe(5004);
    const texts = bytes.told.flatMap((told) => (told.packed ? itemsOf(told.packed) : []));
    expect(texts).toEqual(json.items());
  });
});

describe('credit', () => {
  it('pauses the source only while every watcher with flow is out of it, and not for those without', async () => {
    const { source, watch, clock } = hubFixture();
    const fast = await watch({ credit: { messages: 4 } });
    const slow = await watch({ credit: { messages: 4 } });
    const none = await watch({ credit: undefined });
    none.isReady = false;
    const feed = async (): Promise<void> => {
      source.current.sink.push(['x']);
      await clock.advance(100);
    };
    for (let i = 0; i < 4; i++) {
      await feed();
      fast.subscription.ack(i + 1);
    }
    expect(slow.items()).toHaveLength(4);
    expect(source.current.isPaused).toBe(false);
    for (let i = 0; i < 4; i++) await feed();
    expect(source.current.isPaused).toBe(true);
    fast.subscription.ack(8);
    expect(source.current.isPaused).toBe(false);
    expect(slow.items()).toHaveLength(4);
    slow.subscription.ack(4);
    await clock.advance(8);
    expect(slow.items()).toHaveLength(8);
  });

  it('lets the source go on after 30 s, so that one dead watcher cannot hold it for ever', async () => {
    const { source, watch, clock } = hubFixture();
    await watch({ credit: { messages: 1 } });
    source.current.sink.push(['x']);
    expect(source.current.isPaused).toBe(true);
    await clock.advance(29_999);
    expect(source.current.isPaused).toBe(true);
    await clock.advance(1);
    expect(source.current.isPaused).toBe(false);
    source.current.sink.push(['y']);
    expect(source.current.isPaused).toBe(false);
  });

  it('tells a watcher that fell behind the buffer what it lost, and the others lose nothing', async () => {
    const { source, watch, clock } = hubFixture();
    const slow = await watch({ packed: true, credit: { messages: 1 } });
    const fast = await watch({ packed: true, credit: undefined });
    for (let i = 0; i < 400; i++) {
      source.current.sink.pushPacked(packed(i * 1000, 1000, 100));
      await clock.advance(10);
    }
    expect(account(fast.told, 0)).toEqual({ received: 400_000, lost: 0, next: 400_000 });
    for (let seq = 1; account(slow.told, 0).next < 400_000; ) {
      slow.subscription.ack(account(slow.told, 0).next);
      await clock.advance(10);
      if (++seq > 2000) throw new Error('the slow watcher never caught up');
    }
    const { received, lost } = account(slow.told, 0);
    expect(lost).toBeGreaterThan(0);
    expect(received + lost).toBe(400_000);
  });

  it('keeps what a stream holds within replay and buffer', async () => {
    const { source, watch, hub, clock } = hubFixture();
    await watch({ packed: true, credit: { messages: 1 } });
    for (let i = 0; i < 600; i++) {
      source.current.sink.pushPacked(packed(i * 1000, 1000, 100));
      if (i % 50 === 0) await clock.advance(1000);
    }
    const [stream] = hub.inspect();
    expect(stream?.bytes).toBeLessThanOrEqual(16 * 1024 * 1024 + 8 * 1024 * 1024);
    expect(stream?.bytes).toBeGreaterThan(8 * 1024 * 1024);
  });

  it('keeps all streams together within their bound, the longest lag giving way first', async () => {
    const { source, watch, hub } = hubFixture({ maxBytes: 2_000_000 });
    const lagging = await watch({
      packed: true,
      credit: { messages: 1 },
      params: { engine: 'default', container: 'a' },
    });
    const feed = source.current;
    for (let i = 0; i < 50; i++) feed.sink.pushPacked(packed(i * 1000, 1000, 100));
    await watch({ packed: true, credit: undefined, params: { engine: 'default', container: 'b' } });
    source.current.sink.pushPacked(packed(0, 500, 100));
    const total = hub.inspect().reduce((sum, stream) => sum + stream.bytes, 0);
    expect(total).toBeLessThanOrEqual(2_000_000);
    expect(hub.inspect().find((stream) => stream.params['container'] === 'b')?.bytes).toBeGreaterThan(50_000);
    lagging.subscription.ack(1000);
    expect(lagging.told.some((told) => told.kind === 'gap')).toBe(true);
  });

  it('pauses a terminal at 100,000 un-acked characters and goes on at 5,000', async () => {
    const { source, watch, clock } = hubFixture();
    const owner = await watch({
      channel: 'terminal:output',
      params: { engine: 'default', session: 's' },
      credit: { messages: 4 },
    });
    const piece = { data: 'x'.repeat(10_000) };
    for (let i = 0; i < 12; i++) {
      source.current.sink.push([piece]);
      await clock.advance(100);
    }
    expect(source.current.isPaused).toBe(true);
    expect(owner.items().length).toBeLessThan(12);
    await clock.advance(120_000);
    expect(source.current.isPaused).toBe(true);
    owner.subscription.ack(9);
    expect(source.current.isPaused).toBe(true);
    owner.subscription.ack(owner.items().length);
    expect(source.current.isPaused).toBe(false);
    await clock.advance(100);
    expect(owner.items()).toHaveLength(12);
  });
});

it('counts a message before it hands it over, so that a watcher may ack inside', async () => {
  const { source, clock, hub } = hubFixture();
  const numbers: number[] = [];
  const opening = hub.subscribe({
    channel: 'logs:stream',
    params: { engine: 'default', container: 'c1' },
    view: {},
    since: undefined,
    audience: '',
    credit: { messages: 1 },
    wantsPacked: true,
    isReady: () => true,
    delivery: {
      batch: ({ from, next }) => {
        numbers.push(from);
        subscription.ack(next);
      },
      gap: () => undefined,
      status: () => undefined,
      end: () => undefined,
    },
  });
  await clock.advance(0);
  source.current.sink.ready();
  const subscription = await opening;
  subscription.start();
  for (let at = 0; at < 20_000; at += 2000) source.current.sink.pushPacked(packed(at, 2000));
  await clock.advance(1000);
  expect(numbers.length).toBeGreaterThan(10);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});

describe('a watcher whose link broke', () => {
  it('comes back to everything it has not had, also what was on its way, while others go on', async () => {
    const { source, watch, clock } = hubFixture();
    const other = await watch({ packed: true });
    const broken = await watch({ packed: true });
    const feed = (from: number): void => source.current.sink.pushPacked(packed(from, 1000));
    feed(0);
    await clock.advance(100);
    other.subscription.ack(1000); // the broken one acks nothing: it may have none of this
    broken.subscription.lose();
    for (let at = 1000; at < 6000; at += 1000) {
      feed(at);
      await clock.advance(100);
    }
    await clock.advance(20_000);
    const back = await watch({ packed: true, since: { epoch: broken.subscription.epoch, seq: 0 } });
    await clock.advance(100);
    expect(account(back.told, 0)).toEqual({ received: 6000, lost: 0, next: 6000 });
  });

  it('is waited for 30 s, and what is kept for it stays within the buffer', async () => {
    const { source, watch, clock, hub } = hubFixture();
    const other = await watch({ packed: true });
    const broken = await watch({ packed: true });
    broken.subscription.lose();
    for (let at = 0; at < 3000; at++) {
      source.current.sink.pushPacked(packed(at * 100, 100));
      other.subscription.ack((at + 1) * 100);
    }
    await clock.advance(29_000);
    const held = hub.inspect()[0]?.bytes ?? 0;
    expect(held).toBeGreaterThan(15 * 1024 * 1024);
    expect(held).toBeLessThanOrEqual(16 * 1024 * 1024);
    await clock.advance(1001);
    expect(hub.inspect()[0]?.bytes ?? 0).toBeLessThan(1024 * 1024);
    const back = await watch({ packed: true, since: { epoch: broken.subscription.epoch, seq: 0 } });
    await clock.advance(100);
    const told = account(back.told, 0);
    expect(told.received + told.lost).toBe(300_000);
    expect(told.lost).toBeGreaterThan(290_000);
  });

  it('keeps nothing for one that left by choice', async () => {
    const { source, watch, clock, hub } = hubFixture();
    const other = await watch({ packed: true });
    const gone = await watch({ packed: true });
    gone.subscription.dispose();
    source.current.sink.pushPacked(packed(0, 10_000));
    source.current.sink.pushPacked(packed(10_000, 1000));
    await clock.advance(100);
    other.subscription.ack(11_000);
    expect(hub.inspect()[0]?.bytes ?? 0).toBeLessThan(200_000);
  });
});
