import { describe, expect, it } from 'vitest';
import { settle } from '#testing/fake-clock.ts';
import { account, hubFixture, type WatcherFixture } from '#testing/hub-fixture.ts';
import { seeded } from '#testing/random.ts';
import { AppError } from '#shared/protocol/errors.ts';

const CONTAINERS = ['a', 'b', 'c'];
const CHANNELS = ['logs:stream', 'docker:stats'] as const;

interface Watching {
  fixture: WatcherFixture;
  key: string;
  start: number;
  hasFlow: boolean;
  isDead: boolean;
}

/** Seeded random acts against a model: one upstream a key at most, nothing lost untold, nothing left at the end. */
async function run(seed: number): Promise<void> {
  const random = seeded(seed);
  const { hub, source, watch, clock, engineBack } = hubFixture();
  const watching: Watching[] = [];
  const finished: Watching[] = [];
  const numbers = new Map<string, number>();
  const live = (key: string) =>
    source.openings.filter((opening) => !opening.signal.aborted && keyOf(opening.params) === key).at(-1);

  for (let step = 0; step < 300; step++) {
    const act = random.below(12);
    const container = random.pick(CONTAINERS);
    const one = watching.length > 0 ? random.pick(watching) : undefined;
    if (act <= 2 && watching.length < 12) {
      const hasFlow = random.below(3) > 0;
      const fixture = await watch({
        channel: random.pick(CHANNELS),
        params: { engine: 'default', container },
        view: { tail: random.below(50) },
        credit: hasFlow ? { messages: 1 + random.below(4) } : undefined,
      });
      watching.push({ fixture, key: container, start: fixture.subscription.next, hasFlow, isDead: false });
    } else if (act <= 6) {
      const opening = live(container);
      const count = 1 + random.below(30);
      const from = numbers.get(container) ?? 0;
      opening?.sink.push(Array.from({ length: count }, (_, i) => from + i));
      numbers.set(container, from + count);
    } else if (act === 7 && one) {
      const { next } = account(one.fixture.told, one.start);
      one.fixture.subscription.ack(random.below(4) === 0 ? next + 99 : next);
    } else if (act === 8 && one) {
      one.fixture.subscription.dispose();
      watching.splice(watching.indexOf(one), 1);
      finished.push({ ...one, isDead: true });
      if (random.below(2) === 0) one.fixture.subscription.dispose();
    } else if (act === 9) {
      live(container)?.fail(
        random.below(2) === 0 ? new AppError('engine_error', 'cut') : new AppError('engine_unavailable', 'gone'),
      );
      await settle();
    } else if (act === 10) {
      engineBack();
    } else await clock.advance(random.pick([1, 8, 100, 3000, 6000]));

    const streams = hub.inspect().filter((stream) => stream.state !== 'ended');
    expect(new Set(streams.map((stream) => stream.channel + keyOf(stream.params))).size).toBe(streams.length);
    expect(source.openNow).toBeLessThanOrEqual(hub.inspect().filter((stream) => stream.hasUpstream).length);
  }

  engineBack();
  await clock.advance(10_000);
  engineBack();
  await clock.advance(10_000);
  for (const one of [...watching, ...finished]) account(one.fixture.told, one.start); // throws where a number is missing or twice
  const silenced = finished.map((one) => one.fixture.told.length);
  for (const container of CONTAINERS) live(container)?.sink.push([-1]);
  for (const one of watching) one.fixture.subscription.dispose();
  await clock.advance(1_000_000);
  expect(finished.map((one) => one.fixture.told.length)).toEqual(silenced); // nothing after dispose
  expect(hub.inspect()).toEqual([]);
  expect(source.openNow).toBe(0);
  expect(clock.pending).toBe(0);
}

const keyOf = (params: Record<string, unknown>): string => String(params['container']);

describe('the hub under random acts', () => {
  it.each(Array.from({ length: 40 }, (_, i) => i + 1))('keeps its promises (seed %i)', (seed) => run(seed));
});
