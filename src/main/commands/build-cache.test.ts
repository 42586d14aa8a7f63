import { expect, it } from 'vitest';
import { buildCacheHandlers } from '#main/commands/build-cache.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import { SimulatedEngine } from '#main/engine/simulated/simulated-engine.ts';
import { FakeClock } from '#testing/fake-clock.ts';
import { keptActs } from '#testing/kept-acts.ts';
import { LOCAL } from '#testing/session-fixture.ts';

const as = { caller: LOCAL, signal: new AbortController().signal };
const ENGINE = { engine: 'default' };

function fixture() {
  const clock = new FakeClock();
  const engine = new SimulatedEngine({ clock });
  const handlers = buildCacheHandlers({ engineOf: () => engine, clock, ...keptActs(clock) } as unknown as HandlerDeps);
  const plan = () => handlers['buildCache.prunePlan'](ENGINE, as);
  const prune = (name: string, only?: string[]) => handlers['buildCache.prune']({ ...ENGINE, plan: name, only }, as);
  return { engine, plan, prune };
}

it('a plan names each piece with its size and last use, the largest first', async () => {
  const { items, bytes } = await fixture().plan();
  expect(items.map(({ name, bytes: own }) => [name, own / 1e6])).toEqual([
    ['pulled from registry.example/node:24', 900],
    ['/bin/sh -c npm ci', 640],
    ['/bin/sh -c npm run build', 110],
    ['local source for context', 50],
  ]);
  expect(items[0]?.reason).toBe('Last used 1 d ago.');
  expect(bytes).toBe(1.7e9);
});

it('what is ticked goes, what others are built upon last, and nothing else', async () => {
  const { engine, plan, prune } = fixture();
  const { plan: first } = await plan();
  expect(await prune(first, ['c1basesimulated', 'c4source'])).toEqual({
    removed: ['c4source'],
    bytes: 50e6,
    skipped: [{ id: 'c1basesimulated', reason: 'Other pieces are built upon it, or a build uses it since.' }],
  });
  await expect(prune(first)).rejects.toMatchObject({ code: 'conflict', reason: 'plan_stale' });
  const { plan: second } = await plan();
  await engine.images.removeCache('c3built', as.signal);
  const { removed, skipped } = await prune(second);
  expect(removed).toEqual(['c2packages', 'c1basesimulated']);
  expect(skipped).toEqual([{ id: 'c3built', reason: 'It was gone already.' }]);
});
