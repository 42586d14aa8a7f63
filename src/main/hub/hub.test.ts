import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/protocol/errors.ts';
import { account, hubFixture } from '#testing/hub-fixture.ts';
import { settle } from '#testing/fake-clock.ts';

const lines = (from: number, count: number, size = 10): string[] =>
  Array.from({ length: count }, (_, i) => `${from + i}`.padEnd(size, '.'));

describe('a stream and its upstream', () => {
  it('is opened once however many watch it', async () => {
    const { source, watch, hub } = hubFixture();
    await Promise.all([watch(), watch(), watch()]);
    expect(source.openings).toHaveLength(1);
    expect(hub.inspect()[0]).toMatchObject({ subscribers: 3, state: 'live' });
  });

  it('tells its end to one who waits for an engine that never answered', async () => {
    const { source, hub, clock } = hubFixture();
    const told: string[] = [];
    const opening = hub.subscribe({
      channel: 'containers',
      params: { engine: 'default' },
      view: {},
      since: undefined,
      audience: '',
      credit: { bytes: 1024 },
      wantsPacked: false,
      isReady: () => true,
      delivery: {
        batch: () => told.push('batch'),
        gap: () => told.push('gap'),
        status: ({ status }) => told.push(status),
        end: ({ reason }) => told.push(reason),
      },
    });
    await clock.advance(0);
    source.current.fail(new AppError('engine_unavailable', 'Docker is not running.'));
    (await opening).start();
    hub.endEngine('default', 'engine_changed');
    await clock.advance(0);
    expect(told).toEqual(['waiting', 'engine_changed']);
    expect(hub.inspect()).toEqual([]);
  });

  it('has one upstream for each key', async () => {
    const { source, watch } = hubFixture();
    await watch({ params: { engine: 'default', container: 'c1' } });
    await watch({ params: { container: 'c1', engine: 'default' } });
    await watch({ params: { engine: 'default', container: 'c2' } });
    expect(source.openNow).toBe(2);
  });

  it('lingers after the last watcher, and a new one in that time restarts nothing', async () => {
    const { source, watch, clock } = hubFixture();
    const first = await watch();
    first.subscription.dispose();
    await clock.advance(4999);
    expect(source.current.signal.aborted).toBe(false);
    await watch();
    await clock.advance(60_000);
    expect(source.openings).toHaveLength(1);
    expect(source.openNow).toBe(1);
  });

  it('stops after the linger time and goes on in the same epoch with the resume point within the kept time', async () => {
    const { source, watch, clock } = hubFixture();
    const first = await watch();
    source.current.sink.push(lines(0, 3));
    source.current.sink.resumeFrom('here');
    first.subscription.dispose();
    await clock.advance(5000);
    expect(source.openNow).toBe(0);
    const second = await watch();
    expect(second.subscription.epoch).toBe(first.subscription.epoch);
    expect(source.current.last).toBe('here');
    expect(second.items()).toEqual(lines(0, 3));
  });

  it('is forgotten after the kept time: a new epoch, numbers from 0', async () => {
    const { source, watch, clock, hub } = hubFixture();
    const first = await watch();
    source.current.sink.push(lines(0, 3));
    first.subscription.dispose();
    await clock.advance(5000 + 300_000);
    expect(hub.inspect()).toEqual([]);
    const second = await watch();
    expect(second.subscription.epoch).not.toBe(first.subscription.epoch);
    expect(second.subscription.next).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('never has two upstreams: who comes while the old one closes waits for it', async () => {
    const { source, watch, clock } = hubFixture();
    const first = await watch();
    source.holdClose = true;
    first.subscription.dispose();
    await clock.advance(5000);
    expect(source.openNow).toBe(1);
    const second = await watch();
    await clock.advance(1000);
    expect(source.openings).toHaveLength(1);
    source.holdClose = false;
    source.letClose();
    await settle();
    expect(source.openings).toHaveLength(2);
    expect(source.openNow).toBe(1);
    source.current.sink.push(['x']);
    expect(second.items()).toEqual(['x']);
  });

  it('tries again with growing waits when it breaks, and tells the watcher', async () => {
    const { source, watch, clock } = hubFixture();
    const watcher = await watch();
    source.current.fail(new AppError('engine_error', 'cut'));
    await settle();
    expect(watcher.told.at(-1)).toMatchObject({ kind: 'status', status: 'waiting', code: 'engine_error' });
    for (const wait of [100, 200, 400, 800, 1600, 3000, 3000]) {
      const before = source.openings.length;
      await clock.advance(wait - 1);
      expect(source.openings).toHaveLength(before);
      await clock.advance(1);
      expect(source.openings).toHaveLength(before + 1);
      source.current.fail(new AppError('engine_error', 'cut'));
      await settle();
    }
  });

  it('waits for the engine without timers of its own', async () => {
    const { source, watch, clock, engineBack } = hubFixture();
    const watcher = await watch();
    source.current.sink.resumeFrom(7);
    source.current.fail(new AppError('engine_unavailable', 'gone', { reason: 'not_running' }));
    await settle();
    expect(watcher.told.at(-1)).toMatchObject({ status: 'waiting', code: 'engine_unavailable' });
    expect(clock.pending).toBe(0);
    await clock.advance(600_000);
    expect(source.openings).toHaveLength(1);
    engineBack();
    await clock.advance(100);
    expect(source.openings).toHaveLength(2);
    expect(source.current.last).toBe(7);
  });

  it('ends for good with its reason, after everything was delivered', async () => {
    const { source, watch, hub } = hubFixture();
    const watcher = await watch({ credit: { messages: 1 } });
    source.current.sink.push(['a']);
    source.current.sink.push(['b']);
    source.current.end({ reason: 'removed' });
    await settle();
    expect(watcher.items()).toEqual(['a']);
    watcher.subscription.ack(1);
    expect(watcher.items()).toEqual(['a', 'b']);
    expect(watcher.told.at(-1)).toEqual({ kind: 'end', reason: 'removed' });
    expect(hub.inspect()).toEqual([]);
  });

  it('ends as failed when a final error comes, as removed when a live thing vanished', async () => {
    const { source, watch } = hubFixture();
    const bad = await watch({ params: { engine: 'default', container: 'a' } });
    source.current.fail(new AppError('conflict', 'no', { reason: 'not_readable' }));
    const gone = await watch({ params: { engine: 'default', container: 'b' } });
    source.current.fail(new AppError('not_found', 'no'));
    await settle();
    expect(bad.told.at(-1)).toEqual({ kind: 'end', reason: 'failed', code: 'conflict' });
    expect(gone.told.at(-1)).toEqual({ kind: 'end', reason: 'removed' });
  });

  it('ends all streams of an engine that was changed', async () => {
    const { watch, hub, source } = hubFixture();
    const one = await watch();
    const other = await watch({ params: { engine: 'other', container: 'c1' } });
    hub.endEngine('default', 'engine_changed');
    await settle();
    expect(one.told.at(-1)).toEqual({ kind: 'end', reason: 'engine_changed' });
    expect(other.told.some((told) => told.kind === 'end')).toBe(false);
    expect(source.openNow).toBe(1);
  });
});

describe('late watchers', () => {
  it('get the newest 1,000 of a log, or their tail', async () => {
    const { source, watch } = hubFixture();
    await watch({ credit: undefined });
    for (let i = 0; i < 1500; i++) source.current.sink.push(lines(i, 1));
    const all = await watch();
    expect(all.subscription.next).toBe(500);
    expect(all.items()).toEqual(lines(500, 1000));
    const tail = await watch({ view: { tail: 100 } });
    expect(tail.items()).toEqual(lines(1400, 100));
    const none = await watch({ view: { tail: 0 } });
    expect(none.items()).toEqual([]);
    expect(none.subscription.next).toBe(1500);
    expect(source.openings).toHaveLength(1);
  });

  it('resume by number without loss, and are told what is no longer held', async () => {
    const { source, watch } = hubFixture();
    const first = await watch({ credit: undefined });
    source.current.sink.push(lines(0, 500));
    const { epoch } = first.subscription;
    const near = await watch({ since: { epoch, seq: 480 } });
    expect(near.items()).toEqual(lines(480, 20));
    for (let i = 500; i < 3000; i++) source.current.sink.push(lines(i, 1));
    const far = await watch({ since: { epoch, seq: 100 } });
    expect(far.told[1]).toEqual({ kind: 'gap', dropped: 1900, next: 2000 });
    expect(account(far.told, 100)).toEqual({ received: 1000, lost: 1900, next: 3000 });
    const foreign = await watch({ since: { epoch: 'ffffffff', seq: 2990 } });
    expect(foreign.items()).toHaveLength(1000);
  });
});

describe('a state', () => {
  const params = { engine: 'default' };
  it('gives the whole first, then each change', async () => {
    const { source, watch, clock } = hubFixture();
    const opening = watch({ channel: 'containers', params });
    await clock.advance(0);
    let value = 1;
    source.current.sink.state(() => ({ value }));
    const watcher = await opening;
    value = 2;
    source.current.sink.push([{ upsert: 2 }]);
    await clock.advance(100);
    const batches = watcher.told.filter((told) => told.kind === 'batch');
    expect(batches).toEqual([
      { kind: 'batch', from: 0, next: 1, items: [{ value: 1 }], whole: true },
      { kind: 'batch', from: 1, next: 2, items: [{ upsert: 2 }] },
    ]);
    expect(watcher.subscription.next).toBe(0);
    const late = await watch({ channel: 'containers', params });
    expect(late.told.at(-1)).toEqual({ kind: 'batch', from: 1, next: 2, items: [{ value: 2 }], whole: true });
  });

  it('gives the whole again instead of a gap to who fell behind', async () => {
    const { source, watch, clock } = hubFixture();
    const opening = watch({ channel: 'containers', params, credit: { messages: 1 } });
    await clock.advance(0);
    let changes = 0;
    source.current.sink.state(() => ({ changes }));
    const slow = await opening;
    for (let i = 0; i < 3000; i++) {
      changes += 1;
      source.current.sink.push([{ upsert: i }]);
    }
    await clock.advance(100);
    slow.subscription.ack(1);
    await clock.advance(100);
    expect(slow.told.at(-1)).toEqual({
      kind: 'batch',
      from: 3000,
      next: 3001,
      items: [{ changes: 3000 }],
      whole: true,
    });
    expect(slow.told.some((told) => told.kind === 'gap')).toBe(false);
  });
});

describe('a series', () => {
  it('jumps to the newest for a slow watcher, who is told', async () => {
    const { source, watch, clock } = hubFixture();
    const params = { engine: 'default', container: 'c1' };
    const slow = await watch({ channel: 'docker:stats', params, credit: { messages: 1 } });
    source.current.sink.push([{ n: 0 }]);
    for (let i = 1; i <= 50; i++) source.current.sink.push([{ n: i }]);
    await clock.advance(1000);
    slow.subscription.ack(1);
    await clock.advance(100);
    expect(slow.told.slice(-2)).toEqual([
      { kind: 'gap', dropped: 49, next: 50 },
      { kind: 'batch', from: 50, next: 51, items: [{ n: 50 }] },
    ]);
  });

  it('fills a late chart with the points it asks for', async () => {
    const { source, watch } = hubFixture();
    const params = { engine: 'default', container: 'c1' };
    await watch({ channel: 'docker:stats', params, credit: undefined });
    for (let i = 0; i < 400; i++) source.current.sink.push([{ n: i }]);
    const late = await watch({ channel: 'docker:stats', params, view: { points: 60 } });
    expect(late.items()).toHaveLength(60);
    expect(late.items()[0]).toEqual({ n: 340 });
  });
});
