import { COVERED, REPLACES_LABEL, type SpecChanges } from '#shared/contract/container-edit.ts';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { containerSpecOf } from '#shared/format/container-spec-of.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { type CarriedSettings, carriedOf } from '#main/engine/container-body.ts';
import type { InspectedContainer } from '#main/engine/engine-json.ts';
import type { Engine } from '#main/engine/engine.ts';

/** All that a container was made from: with it it can be made anew. */
export interface Made {
  readonly inspect: InspectedContainer;
  readonly spec: ContainerSpec & { name: string };
  readonly carried: CarriedSettings;
  /** The `Config` of its image; undefined where that is gone. */
  readonly image: unknown;
}

export async function madeFrom(engine: Engine, container: string, signal: AbortSignal): Promise<Made> {
  const inspect = await engine.inspect(container, signal);
  const image = await imageConfig(engine, inspect.Image, signal);
  const { [REPLACES_LABEL]: _replaces, ...labels } = containerSpecOf(inspect, image).labels;
  const spec = { ...containerSpecOf(inspect, image), labels, name: inspect.Name.replace(/^\//, '') };
  return { inspect, spec, carried: carriedOf(inspect), image };
}

/** An image may be gone while its container is not; then all that the container has is its own. */
async function imageConfig(engine: Engine, imageId: string, signal: AbortSignal): Promise<unknown> {
  try {
    return (await engine.images.inspect(imageId, signal))['Config'];
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'not_found') return undefined;
    throw thrown;
  }
}

/** The spec with what is to be different. Throws `bad_request` where a mask would become a value. */
export function changedSpec<S extends ContainerSpec>(spec: S, changes: SpecChanges): S {
  const { env, labels, name, image, ...others } = changes;
  needUncovered({ ...others, env, labels });
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  return {
    ...spec,
    ...Object.fromEntries(given.map(([key, value]) => [key, value ?? undefined])),
    ...(name !== undefined && { name }),
    ...(image !== undefined && { image }),
    env: changedMap(spec.env, env),
    labels: changedMap(spec.labels, labels),
    // Either networks or a mode: the one that was said last counts.
    ...(changes.networks !== undefined && changes.networks.length > 0 && { networkMode: undefined }),
    ...(typeof changes.networkMode === 'string' && { networks: [] }),
  };
}

function changedMap(
  old: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>> = {},
): Record<string, string> {
  const merged: Record<string, string | null> = { ...old, ...changes };
  return Object.fromEntries(Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== null));
}

/** A value that the reader was not shown must not come back as its mask. */
export function needUncovered(given: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined || !JSON.stringify(value).includes(COVERED)) continue;
    throw new AppError('bad_request', 'A hidden value would be lost: its mask stands in its place.', {
      field,
      hint: 'Leave it out to keep it as it is, or write the value itself.',
    });
  }
}
