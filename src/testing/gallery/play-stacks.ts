import type { StackTarget } from '#shared/contract/stacks.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { type GalleryWorld, later } from '#testing/gallery/gallery-world.ts';
import {
  sampleDeploy,
  samplePlanOf,
  sampleProblems,
  sampleRemoval,
  sampleStack,
  sampleStacks,
  sampleTarget,
} from '#testing/gallery/sample-stacks.ts';

/** What somebody else saved meanwhile. */
const otherTarget = (target: StackTarget): StackTarget => ({
  ...target,
  version: 7,
  setBy: 'Mara’s phone',
  compose: target.compose.replace('interval: 10s', 'interval: 30s'),
});

/** Stacks with target, plan and history (?problems, ?asis, ?applying, ?masked, ?plugin). */
export function playStacks(world: GalleryWorld): void {
  const { query } = world;
  const { handlers } = world.api;
  const stacks = () => (world.isEmpty ? [] : sampleStacks(world.containers, Date.now(), query));
  world.whole('stacks', () => ({ stacks: stacks() }));
  if (query.has('applying')) world.items('deploy:progress', () => sampleDeploy(Date.now()));
  /** "# theirs" in a compose text plays somebody else who saved meanwhile. */
  let isSetByOther = false;
  handlers.set('stacks.get', ({ name }) => {
    const found = sampleStack(String(name), stacks(), world.containers, Date.now(), query);
    if (!found) throw new AppError('not_found', `There is no stack "${String(name)}".`);
    const target = found.target && isSetByOther ? otherTarget(found.target) : found.target;
    return { ...found, target };
  });
  handlers.set('stacks.check', ({ compose }) => ({
    problems: String(compose).includes('restrat') ? sampleProblems : [],
  }));
  handlers.set('stacks.set', ({ name, compose }) => {
    isSetByOther = String(compose).includes('# theirs');
    if (isSetByOther) throw new AppError('conflict', 'The target of shop was set by Mara meanwhile.');
    return { name, version: 7, problems: [] };
  });
  handlers.set('stacks.found', ({ name }) => ({
    compose: sampleTarget(Date.now(), 6, false).compose,
    env: '',
    files: {},
    folder: `/home/mara/${String(name)}`,
    from: 'files',
  }));
  handlers.set('stacks.plan', () => {
    const plan = samplePlanOf(world.containers);
    return query.has('asis') ? { ...plan, actions: [], resources: [], isEmpty: true } : plan;
  });
  handlers.set('stacks.chooseFolder', () => {
    const { compose, env } = sampleTarget(Date.now(), 6, false);
    return { folder: '/home/mara/shop-front', compose, env, files: {} };
  });
  handlers.set('stacks.appliers', () => ({ compose: query.has('plugin') ? { version: '2.39.4' } : null }));
  handlers.set('stacks.apply', () => {
    throw new AppError('conflict', 'What runs changed since this plan was made.', { reason: 'plan_stale' });
  });
  handlers.set('stacks.version', ({ version }) => ({
    target: sampleTarget(Date.now(), Number(version), query.has('masked')),
  }));
  handlers.set('stacks.return', () => ({ version: 7, problems: [] }));
  handlers.set('stacks.removePlan', ({ name }) => sampleRemoval(String(name)));
  for (const verb of ['start', 'stop', 'restart'] as const)
    handlers.set(`stacks.${verb}`, () => later(1200, () => ({ containers: [], failed: [] })));
}
