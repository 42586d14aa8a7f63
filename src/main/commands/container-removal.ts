import { randomBytes } from 'node:crypto';
import { nameOf } from '#main/containers/replace.ts';
import { recorded } from '#main/commands/recorded.ts';
import { makeContainer, runPlan } from '#main/commands/container-edit.ts';
import { containersToPrune, type PlannedContainer, whyNotPruned } from '#main/commands/container-prune.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Caller, Handlers } from '#main/commands/handler.ts';
import { knownName } from '#main/commands/known-name.ts';
import { pruneOneByOne, PrunePlans } from '#main/commands/prune-plans.ts';
import { prunedAndKept } from '#main/commands/pruned-and-kept.ts';
import { madeFrom } from '#main/containers/changed-spec.ts';
import { fromList } from '#main/engine/container-view.ts';
import { isEngineAway } from '#main/engine/engine-error.ts';
import type { Engine } from '#main/engine/engine.ts';
import { isAnonymousVolume, withoutAnonymous } from '#shared/format/container-spec-of.ts';
import { plural } from '#shared/format/quantity.ts';
import { AppError } from '#shared/protocol/errors.ts';

export type ContainerRemovalHandlers = Pick<
  Handlers,
  | 'containers.remove'
  | 'containers.removed'
  | 'containers.createAgain'
  | 'containers.forgetRemoved'
  | 'containers.protect'
  | 'volumes.protect'
  | 'containers.prunePlan'
  | 'containers.prune'
>;

/** How containers go, what keeps them from it, and how they come again. */
export function containerRemovalHandlers(deps: HandlerDeps): ContainerRemovalHandlers {
  const { engineOf, containersNow, clock, protection, removedContainers } = deps;
  const plans = new PrunePlans<PlannedContainer>(clock, () => randomBytes(9).toString('base64url'));
  return {
    'containers.remove': async ({ engine: engineName, container, force, volumes }, { caller, signal }) => {
      const engine = engineOf(engineName);
      const flags = [...(force ? ['--force'] : []), ...(volumes ? ['--volumes'] : [])];
      const name = nameOf(await engine.inspect(container, signal));
      const words = ['docker', 'rm', ...flags];
      const act = { verb: 'Remove', noun: 'container', name, words, engine: engineName, startedBy: caller.user };
      await deps.acts.do(act, () =>
        removeAndKeep(deps, engine, container, { isForced: force, volumes, by: caller.user }, signal),
      );
      return {};
    },
    'containers.removed': async ({ engine }) => {
      const there = new Set((await containersNow(engine)).map(({ id }) => id));
      return { removed: await removedContainers.list(engineOf(engine).endpoint, there) };
    },
    'containers.createAgain': async ({ engine: name, removed, name: wanted, start }, { caller, signal }) => {
      const { spec, carried, lostVolumes } = await removedContainers.get(engineOf(name).endpoint, removed);
      const kept = lostVolumes ? withoutAnonymous(spec) : spec;
      const again = { ...kept, ...(wanted !== undefined && { name: wanted }) };
      const made = await recorded(deps, runPlan(again, start, caller.user), () =>
        makeContainer(deps, name, again, { start, carried }, signal),
      );
      await removedContainers.forget(removed);
      return made;
    },
    'containers.forgetRemoved': async ({ engine, removed }) => {
      await removedContainers.get(engineOf(engine).endpoint, removed);
      await removedContainers.forget(removed);
      return {};
    },
    'containers.protect': async ({ engine, container, on }, { caller }) => {
      const act = protecting(await knownName(deps, engine, container), on, caller);
      await recorded(deps, act, () => protection.setContainer(container, on));
      return {};
    },
    'volumes.protect': async ({ engine: name, volume, on }, { caller, signal }) => {
      const engine = engineOf(name);
      if (on) await engine.volumes.inspect(volume, signal);
      const act = protecting(`volume ${volume}`, on, caller);
      await recorded(deps, act, () => protection.setVolume(engine.endpoint, volume, on));
      return {};
    },
    'containers.prunePlan': async ({ engine: name }, { signal }) => {
      const engine = engineOf(name);
      const [containers, df, held] = await Promise.all([
        containersNow(name),
        engine.diskUse(signal),
        protection.of(engine.endpoint),
      ]);
      const sizes = new Map(df.Containers.map(({ Id, SizeRw }) => [Id, Math.max(0, SizeRw)]));
      const items = containersToPrune(containers, sizes, new Set(held.containers));
      return {
        plan: plans.hold('containers', engine, items),
        items,
        bytes: items.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    },
    'containers.prune': async ({ engine: name, plan, only }, { caller, signal }) => {
      const engine = engineOf(name);
      const wanted = only && new Set(only);
      const planned = plans.take('containers', engine, plan).filter(({ id }) => wanted?.has(id) ?? true);
      const now = new Map((await engine.list(signal)).map(fromList).map((one) => [one.id, one]));
      const what = {
        title: `Remove ${plural(planned.length, 'stopped container')}`,
        docker: ['docker', 'rm'],
        items: planned,
        caller,
      };
      return prunedAndKept(deps, what, () =>
        pruneOneByOne(
          planned,
          ({ id }) => whyNotPruned(now.get(id)),
          ({ id }) => removeAndKeep(deps, engine, id, { isForced: false, volumes: false, by: caller.user }, signal),
        ),
      );
    },
  };
}

/** Docker knows nothing of it, so there is no command of the same effect. */
const protecting = (what: string, isOn: boolean, { user }: Caller) => ({
  title: isOn ? `Protect ${what}` : `Take the protection off ${what}`,
  command: null,
  startedBy: user,
});

/** Removes it, where it is not protected, and keeps what it was made from. */
async function removeAndKeep(
  { protection, removedContainers }: HandlerDeps,
  engine: Engine,
  container: string,
  { isForced, volumes, by }: { isForced: boolean; volumes: boolean; by: string },
  signal: AbortSignal,
): Promise<void> {
  const { inspect, spec, carried } = await madeFrom(engine, container, signal);
  await protection.needContainer(inspect.Id, spec.name);
  const anonymous = spec.mounts.filter(isAnonymousVolume);
  if (volumes)
    for (const { source } of anonymous) if (source !== undefined) await protection.needVolume(engine.endpoint, source);
  const lostVolumes = volumes && anonymous.length > 0;
  const kept = {
    endpoint: engine.endpoint,
    container: inspect.Id,
    removedBy: by,
    lostVolumes,
    spec,
    carried,
  };
  try {
    await engine.containers.remove(container, { isForced, volumes }, signal);
  } catch (thrown) {
    // Docker may go on with it when it comes back: what it was made from would be lost with the answer.
    if (isEngineAway(thrown)) await removedContainers.add(kept);
    throw thrown;
  }
  await removedContainers.add(kept);
  if (volumes) for (const { source } of anonymous) if (source !== undefined) await dropLeft(engine, source, signal);
}

/** Those that an earlier container left to this one have a name for Docker, and stay; those that others use stay for good. */
async function dropLeft(engine: Engine, volume: string, signal: AbortSignal): Promise<void> {
  try {
    await engine.volumes.remove(volume, signal);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || (thrown.code !== 'not_found' && thrown.code !== 'conflict')) throw thrown;
  }
}
