import { randomBytes } from 'node:crypto';
import { insightOf } from '#main/commands/containers.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import { driverWords } from '#main/commands/driver-words.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { prunedAndKept } from '#main/commands/pruned-and-kept.ts';
import { needHost } from '#main/commands/need-host.ts';
import { PrunePlans } from '#main/commands/prune-plans.ts';
import { recorded } from '#main/commands/recorded.ts';
import { type PlannedVolume, pruneVolumes, volumeSizes, volumesToPrune } from '#main/commands/volume-prune.ts';
import { volumeReach } from '#main/containers/host-reach.ts';
import type { EngineVolumes } from '#main/engine/engine-volumes.ts';
import { maskVolume } from '#main/engine/mask.ts';
import { mountersOf, volumeOf } from '#main/engine/volume-view.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { plural } from '#shared/format/quantity.ts';
import { AppError } from '#shared/protocol/errors.ts';

export type VolumeHandlers = Pick<
  Handlers,
  'volumes.list' | 'volumes.inspect' | 'volumes.create' | 'volumes.remove' | 'volumes.prunePlan' | 'volumes.prune'
>;

export function volumeHandlers(deps: HandlerDeps): VolumeHandlers {
  const { engineOf, containersNow, clock, protection } = deps;
  const plans = new PrunePlans<PlannedVolume>(clock, () => randomBytes(9).toString('base64url'));
  return {
    'volumes.list': async ({ engine: name, sizes }, { signal }) => {
      const engine = engineOf(name);
      const [listed, containers, measured] = await Promise.all([
        engine.volumes.list(signal),
        containersNow(name),
        sizes ? volumeSizes(engine, signal) : undefined,
      ]);
      const users = mountersOf(containers);
      return {
        volumes: listed.map((one) => volumeOf(one, users, measured)),
        measuredAt: measured ? new Date(clock.now()).toISOString() : null,
      };
    },
    'volumes.inspect': async ({ engine, volume }, { caller, signal }) => ({
      inspect: maskVolume(await engineOf(engine).volumes.inspect(volume, signal), insightOf(caller)),
    }),
    'volumes.create': async ({ engine, ...wanted }, { caller, signal }) => {
      needHost(deps, caller, volumeReach(wanted.options));
      const { volumes } = engineOf(engine);
      if (wanted.name !== undefined && (await exists(volumes, wanted.name, signal)))
        throw new AppError('conflict', `There is a volume "${wanted.name}" already.`, {
          field: 'name',
          reason: 'taken',
          hint: 'Choose another name, or use that one.',
        });
      const act = {
        title: `Create volume ${wanted.name ?? 'without a name'}`,
        command: joinCommand([
          ...['docker', 'volume', 'create', ...driverWords(wanted)],
          ...(wanted.name === undefined ? [] : [wanted.name]),
        ]),
        startedBy: caller.user,
      };
      return recorded(deps, act, async () => ({ name: (await volumes.create(wanted, signal)).Name }));
    },
    'volumes.remove': async ({ engine, volume }, { caller, signal }) => {
      const words = ['docker', 'volume', 'rm'];
      const act = { verb: 'Remove', noun: 'volume', name: volume, words, engine, startedBy: caller.user };
      await deps.acts.do(act, async () => {
        await protection.needVolume(engineOf(engine).endpoint, volume);
        await engineOf(engine).volumes.remove(volume, signal);
      });
      return {};
    },
    'volumes.prunePlan': async ({ engine: name, filters }, { signal }) => {
      const engine = engineOf(name);
      const [listed, containers, sizes, held] = await Promise.all([
        engine.volumes.list(signal),
        containersNow(name),
        volumeSizes(engine, signal),
        protection.of(engine.endpoint),
      ]);
      const free = listed.filter(({ Name }) => !held.volumes.includes(Name));
      const items = volumesToPrune(free, mountersOf(containers), sizes, filters.which);
      return {
        plan: plans.hold('volumes', engine, items),
        items: items.map(({ createdAt: _createdAt, ...item }) => item),
        bytes: items.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    },
    'volumes.prune': async ({ engine: name, plan, only }, { caller, signal }) => {
      const engine = engineOf(name);
      const wanted = only && new Set(only);
      const planned = plans.take('volumes', engine, plan).filter(({ id }) => wanted?.has(id) ?? true);
      const held = new Set((await protection.of(engine.endpoint)).volumes);
      return prunedAndKept(
        deps,
        {
          title: `Remove ${plural(planned.length, 'unused volume')}`,
          docker: ['docker', 'volume', 'rm'],
          items: planned,
          caller,
        },
        () => pruneVolumes(engine, planned, signal, held),
      );
    },
  };
}

async function exists(volumes: EngineVolumes, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    await volumes.inspect(name, signal);
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'not_found') return false;
    throw thrown;
  }
}
