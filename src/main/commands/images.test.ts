import { describe, expect, it } from 'vitest';
import type { HandlerDeps } from '#main/commands/deps.ts';
import { imageHandlers } from '#main/commands/images.ts';
import { PrunePlans } from '#main/commands/prune-plans.ts';
import { fromList } from '#main/engine/container-view.ts';
import { SimulatedEngine } from '#main/engine/simulated/simulated-engine.ts';
import { isReferenceFault, parseImageReference } from '#shared/base/image-reference.ts';
import { commands } from '#shared/contract/index.ts';
import { FakeClock } from '#testing/fake-clock.ts';
import { keptActs } from '#testing/kept-acts.ts';
import { LOCAL, VIEWER } from '#testing/session-fixture.ts';

const signal = new AbortController().signal;
const ENGINE = { engine: 'default' };

function fixture(more?: number) {
  const clock = new FakeClock();
  const engine = new SimulatedEngine({ clock, ...(more !== undefined && { images: more }) });
  const deps = {
    engineOf: () => engine,
    containersNow: async () => (await engine.list(signal)).map(fromList),
    clock,
    ...keptActs(clock),
  } as unknown as HandlerDeps;
  const handlers = imageHandlers(deps);
  const as = { caller: LOCAL, signal };
  const tag = (image: string, text: string): Promise<void> => {
    const reference = parseImageReference(text);
    if (isReferenceFault(reference)) throw new Error(reference.fault);
    return engine.images.tag(image, reference, signal);
  };
  const list = async () => (await handlers['images.list']({ ...ENGINE, sizes: true }, as)).images;
  const plan = (which: 'dangling' | 'unused') => handlers['images.prunePlan']({ ...ENGINE, filters: { which } }, as);
  const prune = (name: string, only?: string[]) => handlers['images.prune']({ ...ENGINE, plan: name, only }, as);
  return { clock, engine, handlers, as, list, plan, prune, tag };
}

describe('images', () => {
  it('are listed with what they share and who uses them', async () => {
    const { list } = fixture();
    const images = await list();
    const api = images.find(({ tags }) => tags.includes('registry.example/shop/api:3.8.0'));
    expect(api?.containers).toHaveLength(2);
    expect(api?.sharedBytes).toBe(80e6);
    expect(images.find(({ tags }) => tags.length === 0)?.containers).toEqual([]);
  });

  it('show a viewer no values of how they were made', async () => {
    const { handlers, as } = fixture();
    const asked = { ...ENGINE, image: 'redis:7-alpine' };
    const { inspect } = await handlers['images.inspect'](asked, { ...as, caller: VIEWER });
    expect(JSON.stringify(inspect)).not.toContain('/usr/local/bin');
    const { layers } = await handlers['images.history'](asked, { ...as, caller: VIEWER });
    expect(layers[0]).toMatchObject({ id: expect.stringMatching(/^sha256:/), tags: ['redis:7-alpine'] });
  });

  it('take a name, but none that is made of the content', async () => {
    const { handlers, as } = fixture();
    const asked = { ...ENGINE, image: 'redis:7-alpine' };
    expect(await handlers['images.tag']({ ...asked, reference: 'docker.io/library/cache' }, as)).toEqual({
      reference: 'cache:latest',
    });
    const reference = `cache@sha256:${'a'.repeat(64)}`;
    await expect(handlers['images.tag']({ ...asked, reference }, as)).rejects.toMatchObject({ code: 'bad_request' });
    for (const bad of ['Cache', 'a b', '../x'])
      expect(commands['images.tag'].params.safeParse({ image: 'redis', reference: bad }).success).toBe(false);
  });
});

describe('a prune', () => {
  it('removes what its plan held, says what it freed, and is good once', async () => {
    const { list, plan, prune } = fixture();
    const { plan: name, items, bytes } = await plan('unused');
    expect(items.map((item) => item.name)).toEqual(expect.arrayContaining(['registry.example/shop/api:3.7.0']));
    expect(items).toHaveLength(2);
    const before = (await list()).map(({ id }) => id);
    const result = await prune(name);
    expect(result).toEqual({ removed: items.map(({ id }) => id), bytes, skipped: [] });
    const after = (await list()).map(({ id }) => id);
    expect(before.filter((id) => !after.includes(id)).sort()).toEqual([...result.removed].sort());
    await expect(prune(name)).rejects.toMatchObject({ code: 'conflict', reason: 'plan_stale' });
  });

  it('takes nothing that became prunable since, and skips what changed, with the reason', async () => {
    const { engine, list, plan, prune, tag } = fixture();
    const { plan: name, items } = await plan('unused');
    const old = items.find((item) => item.name.endsWith('3.7.0'));
    const dangling = items.find((item) => item !== old);
    await tag(old?.id ?? '', 'kept/after-all:1');
    await engine.images.remove(dangling?.id ?? '', { isForced: false }, signal);
    const late = Buffer.from(JSON.stringify([{ tags: ['late:1'], bytes: 5 }]));
    await engine.images.load(
      (async function* () {
        yield late;
      })(),
      () => undefined,
      signal,
    );
    const result = await prune(name);
    expect(result.removed).toEqual([]);
    expect((await list()).flatMap(({ tags }) => tags)).toContain('late:1');
    expect(result.skipped).toEqual([
      { id: items[0]?.id, reason: expect.any(String) },
      { id: items[1]?.id, reason: expect.any(String) },
    ]);
    expect(result.skipped.map(({ reason }) => reason).sort()).toEqual([
      'It got the name kept/after-all:1 since.',
      'It was gone already.',
    ]);
  });

  it('leaves what was unticked, and dangling ones alone are no tagged ones', async () => {
    const { list, plan, prune } = fixture();
    expect((await plan('dangling')).items).toHaveLength(1);
    const { plan: name, items } = await plan('unused');
    const [first, second] = items;
    const { removed, skipped } = await prune(name, [first?.id ?? '']);
    expect([removed, skipped]).toEqual([[first?.id], []]);
    expect((await list()).map(({ id }) => id)).toContain(second?.id);
  });

  it('belongs to its engine and its time', async () => {
    const clock = new FakeClock();
    let made = 0;
    const plans = new PrunePlans(clock, () => `p${++made}`);
    const one = {};
    const item = { id: 'x', name: 'x', bytes: 1, reason: 'unused' };
    const taken = async (kind: string, engine: object, wait: number) => {
      const name = plans.hold('images', one, [item]);
      await clock.advance(wait);
      return () => plans.take(kind, engine, name);
    };
    expect((await taken('images', one, 0))()).toEqual([item]);
    for (const wrong of [taken('volumes', one, 0), taken('images', {}, 0), taken('images', one, 600_001)])
      expect(await wrong).toThrow('out of date');
  });
});
