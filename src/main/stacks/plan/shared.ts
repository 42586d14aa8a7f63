import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import type { CarriedSettings } from '#main/engine/container-body.ts';
import type { ProjectModel, ServiceModel } from '#main/stacks/compose/model.ts';
import { containerName } from '#main/stacks/plan/compose-labels.ts';
import type { RealContainer, World } from '#main/stacks/plan/planner.ts';

export interface Wanted {
  readonly spec: ContainerSpec;
  readonly carried: CarriedSettings;
}

const OF = /^container:(.+)$/;
const MODES = { PidMode: 'processes', IpcMode: 'memory' } as const;
const modeOf = ({ host }: CarriedSettings, key: keyof typeof MODES): string => {
  const mode = host[key];
  return typeof mode === 'string' ? mode : '';
};

/** The services of which it shares something, and what. */
export function sharedServices({
  spec,
  carried,
  dependsOn,
}: ServiceModel): { readonly service: string; readonly what: string }[] {
  const all = [
    { mode: spec.networkMode ?? '', what: 'network' },
    ...(['PidMode', 'IpcMode'] as const).map((key) => ({ mode: modeOf(carried, key), what: MODES[key] })),
  ];
  return all.flatMap(({ mode, what }) => {
    const of = OF.exec(mode)?.[1];
    return of !== undefined && dependsOn.some(({ service }) => service === of) ? [{ service: of, what }] : [];
  });
}

/** `container:SERVICE` as Docker has it: by the id where the container itself is known. */
export function withShared(
  service: ServiceModel,
  one: Pick<RealContainer, 'spec' | 'carried'> | undefined,
  project: ProjectModel,
  world: Pick<World, 'containers'>,
): Wanted {
  const { spec, carried } = service;
  const services = new Set(sharedServices(service).map(({ service: other }) => other));
  if (services.size === 0) return { spec, carried };
  const resolved = (mode: string, now: string | undefined): string => {
    const of = OF.exec(mode)?.[1];
    if (of === undefined || !services.has(of)) return mode;
    const other = project.services.get(of);
    const real = world.containers.find((container) => container.service === of);
    const name = real ? real.id : other ? containerName(project.name, other, 1) : of;
    const has = OF.exec(now ?? '')?.[1];
    const isSame = has !== undefined && real !== undefined && (has === real.id || has === real.name);
    return `container:${isSame ? has : name}`;
  };
  const host = Object.fromEntries(
    Object.entries(carried.host).map(([key, value]) =>
      (key === 'PidMode' || key === 'IpcMode') && typeof value === 'string'
        ? [key, resolved(value, one && modeOf(one.carried, key))]
        : [key, value],
    ),
  );
  return {
    spec:
      spec.networkMode === undefined
        ? spec
        : { ...spec, networkMode: resolved(spec.networkMode, one?.spec.networkMode) },
    carried: { ...carried, host },
  };
}
