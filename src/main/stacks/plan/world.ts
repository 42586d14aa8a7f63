import { AppError } from '#shared/protocol/errors.ts';
import { containerSpecOf } from '#shared/format/container-spec-of.ts';
import { carriedOf } from '#main/engine/container-body.ts';
import { isRunning } from '#main/engine/container-view.ts';
import type { InspectedContainer, ListedContainer } from '#main/engine/engine-json.ts';
import type { Engine } from '#main/engine/engine.ts';
import { readReplaces } from '#main/containers/replaces-label.ts';
import type { ProjectModel } from '#main/stacks/compose/model.ts';
import type { RealContainer, World } from '#main/stacks/plan/planner.ts';
import { NUMBER, ONE_OFF, PROJECT, SERVICE } from '#main/stacks/service-states.ts';

const NEVER = '0001-01-01T00:00:00Z';
const INSPECTS_AT_ONCE = 8;
/** As a replacement names the two while both are there. */
const WAITING = /\.old-[0-9a-f]{6}$/;
const HALF_MADE = /\.new-[0-9a-f]{6}$/;

/** What an engine has of a project now. `HasDone`: whether a container ran to its end by itself, which Docker does not tell. */
export type HasDone = (container: string) => boolean;

export async function readWorld(
  engine: Engine,
  project: ProjectModel,
  hasDone: HasDone,
  signal: AbortSignal,
): Promise<World> {
  const [listed, networks, volumes] = await Promise.all([
    engine.list(signal),
    engine.networks.list(signal),
    engine.volumes.list(signal),
  ]);
  const own = listed.filter((one) => belongsTo(one, project.name));
  const containers = await inspectAll(engine, own, hasDone, signal);
  return {
    containers,
    networks: new Set(networks.map(({ Name }) => Name)),
    volumes: new Set(volumes.map(({ Name }) => Name)),
    images: await readImages(engine, project, signal),
  };
}

const belongsTo = ({ Labels }: ListedContainer, project: string): boolean =>
  Labels[PROJECT] === project && Labels[SERVICE] !== undefined && Labels[ONE_OFF]?.toLowerCase() !== 'true';

async function inspectAll(
  engine: Engine,
  listed: readonly ListedContainer[],
  hasDone: HasDone,
  signal: AbortSignal,
): Promise<RealContainer[]> {
  const images = new Map<string, Promise<unknown>>();
  const inspected: InspectedContainer[] = [];
  const waiting = [...listed];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const found = await orGone(engine.inspect(next.Id, signal));
      if (found) inspected.push(found);
    }
  };
  await Promise.all(Array.from({ length: INSPECTS_AT_ONCE }, work));
  const halves = unfinished(inspected);
  return Promise.all(
    inspected
      .filter(({ Id }) => !halves.left.has(Id))
      .map(async (one): Promise<RealContainer> => {
        const image = images.get(one.Image) ?? orGone(engine.images.inspect(one.Image, signal));
        images.set(one.Image, image);
        const config = ((await image) as { Config?: unknown } | undefined)?.Config;
        return {
          id: one.Id,
          name: one.Name.replace(/^\//, ''),
          service: one.Config.Labels[SERVICE] ?? '',
          number: Number(one.Config.Labels[NUMBER]) || 1,
          state: one.State.Status,
          exitCode: one.State.ExitCode,
          hasRun: isRunning(one.State.Status) || (one.State.StartedAt !== '' && one.State.StartedAt !== NEVER),
          hasDone: hasDone(one.Id),
          labels: one.Config.Labels,
          imageId: one.Image,
          spec: containerSpecOf(one),
          carried: carriedOf(one),
          image: config,
          isUnfinished: halves.unfinished.has(one.Id),
        };
      }),
  );
}

/** Of a replacement that broke off the half that stands for the service, and the other that is left out of account. */
function unfinished(all: readonly InspectedContainer[]): { unfinished: Set<string>; left: Set<string> } {
  const ids = new Set(all.map(({ Id }) => Id));
  const [marked, left] = [new Set<string>(), new Set<string>()];
  for (const one of all) {
    const old = readReplaces(one.Config.Labels)?.old;
    if (old === undefined || !ids.has(old)) continue;
    const isHalf = HALF_MADE.test(one.Name);
    marked.add(isHalf ? old : one.Id);
    left.add(isHalf ? one.Id : old);
  }
  // One that waits for nothing any more: what took its place is gone.
  for (const { Id, Name } of all) if (WAITING.test(Name) && !left.has(Id)) marked.add(Id);
  return { unfinished: marked, left };
}

async function readImages(
  engine: Engine,
  project: ProjectModel,
  signal: AbortSignal,
): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>();
  for (const { spec, isActive } of project.services.values()) {
    if (!isActive || found.has(spec.image)) continue;
    found.set(spec.image, (await orGone(engine.images.inspect(spec.image, signal)))?.Id ?? null);
  }
  return found;
}

/** Undefined for what went away in between. */
export async function orGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'not_found') return undefined;
    throw thrown;
  }
}
