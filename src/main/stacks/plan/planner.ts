import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import type { PlanAction, PlanResource } from '#shared/contract/stacks.ts';
import type { CarriedSettings } from '#main/engine/container-body.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { ProjectModel, ServiceModel } from '#main/stacks/compose/model.ts';
import { configHash, containerName, ownHashOf } from '#main/stacks/plan/compose-labels.ts';
import { sharedServices, type Wanted, withShared } from '#main/stacks/plan/shared.ts';
import { dependencyOrder } from '#main/stacks/plan/order.ts';
import { carriedDifference } from '#main/stacks/plan/carried-difference.ts';
import { liveDifference, type SpecChange, specDifference } from '#main/stacks/plan/spec-difference.ts';

/** A container of the project as it is. */
export interface RealContainer {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly number: number;
  readonly state: string;
  readonly exitCode: number;
  readonly hasRun: boolean;
  /** It ran to its end by itself, with success. */
  readonly hasDone: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly imageId: string;
  readonly spec: ContainerSpec;
  readonly carried: CarriedSettings;
  /** `Config` of its image; undefined where that is gone. */
  readonly image: unknown;
  /** A replacement of it, or by it, broke off. */
  readonly isUnfinished: boolean;
}

/** All that matters of an engine to a plan. */
export interface World {
  readonly containers: readonly RealContainer[];
  /** Names. */
  readonly networks: ReadonlySet<string>;
  readonly volumes: ReadonlySet<string>;
  /** Id of the image that a reference means now; null where there is none. */
  readonly images: ReadonlyMap<string, string | null>;
}

export interface PlannedAction extends PlanAction {
  readonly number: number;
}
export interface Plan {
  readonly actions: readonly PlannedAction[];
  readonly resources: readonly PlanResource[];
}

export const isIdle = ({ actions, resources }: Pick<Plan, 'actions' | 'resources'>): boolean =>
  actions.every(({ action }) => action === 'unchanged') && resources.every(({ action }) => action === 'unchanged');

/** What turns the world into what the project wants. Throws `conflict` where something is missing that is to be there already. */
export function planStack(project: ProjectModel, world: World, removeOrphans: boolean): Plan {
  const order = serviceOrder(project);
  const actions: PlannedAction[] = [];
  /** Services whose containers become others: those that share their network go with them. */
  const renewed = new Set<string>();
  for (const name of order) {
    const service = project.services.get(name);
    if (!service) continue;
    const planned = planService(project, service, world, renewed);
    if (planned.some(({ action }) => action === 'create' || action === 'recreate')) renewed.add(name);
    actions.push(...planned);
  }
  for (const one of world.containers)
    if (!project.services.has(one.service))
      actions.push({
        ...base(one),
        action: removeOrphans ? 'remove' : 'unchanged',
        reason: 'Its service is not in the compose file.',
      });
  return { actions, resources: planResources(project, world) };
}

/** By what they depend on, in the order of the file where that leaves a choice. */
export const serviceOrder = (project: ProjectModel): string[] =>
  dependencyOrder([...project.services.keys()], (name) =>
    (project.services.get(name)?.dependsOn ?? []).map(({ service }) => service),
  );

const base = ({
  id,
  name,
  service,
  number,
}: RealContainer): Pick<PlannedAction, 'service' | 'container' | 'name' | 'number'> => ({
  service,
  container: id,
  name,
  number,
});

function planService(
  project: ProjectModel,
  service: ServiceModel,
  world: World,
  renewed: ReadonlySet<string>,
): PlannedAction[] {
  const found = world.containers
    .filter((one) => one.service === service.name)
    .sort((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1));
  if (!service.isActive)
    return found.map((one) => ({
      ...base(one),
      action: isOn(one) ? 'stop' : 'unchanged',
      reason: `None of its profiles is active: ${service.profiles.join(', ')}.`,
    }));
  const planned = found.map((one, i): PlannedAction => {
    if (i >= service.scale)
      return { ...base(one), action: 'remove', reason: `${countWords(service.scale)} wanted of this service.` };
    return planContainer(project, service, one, world, renewed);
  });
  const taken = new Set(found.slice(0, service.scale).map(({ number }) => number));
  for (let number = 1, missing = service.scale - found.length; missing > 0; number++) {
    if (taken.has(number)) continue;
    missing--;
    planned.push({
      service: service.name,
      name: containerName(project.name, service, number),
      number,
      action: 'create',
      reason:
        found.length === 0 && service.scale === 1
          ? 'It is not there yet.'
          : `${countWords(service.scale)} wanted of this service.`,
    });
  }
  return planned;
}

function planContainer(
  project: ProjectModel,
  service: ServiceModel,
  one: RealContainer,
  world: World,
  renewed: ReadonlySet<string>,
): PlannedAction {
  const name = containerName(project.name, service, one.number);
  const anew = (reason: string, changes?: readonly SpecChange[]): PlannedAction => ({
    ...base(one),
    name,
    action: 'recreate',
    reason,
    ...(changes && changes.length > 0 && { changes: [...changes] }),
  });
  if (one.isUnfinished) return anew('An earlier apply broke off here. It is finished, or taken back first.');
  if (one.state === 'dead' || one.state === 'removing') return anew('Docker could not remove it.');
  const wanted = withShared(service, one, project, world);
  const shared = sharedServices(service).find(({ service: other }) => renewed.has(other));
  if (shared) return anew(`It shares the ${shared.what} of ${shared.service}, which is made anew.`);
  const changes = changesOf(service, wanted, one);
  if (changes.length > 0) return anew(changeWords(changes), changes);
  const hash = ownHashOf(one.labels);
  if (hash !== undefined && hash !== configHash(service)) return anew('What its secrets or configs hold changed.');
  const imageId = world.images.get(service.spec.image);
  if (imageId !== undefined && imageId !== null && imageId !== one.imageId)
    return anew(`${service.spec.image} is another image by now.`);
  if (one.name !== name && service.containerName !== undefined)
    return anew('container_name changed.', [{ key: 'container_name', from: one.name, to: name }]);
  return { ...base(one), ...stateAction(service, one, isAwaited(project, service.name)) };
}

/** Where the hash is ours and right only what can be changed from outside is looked at: how Docker writes the rest is its own matter. */
function changesOf(service: ServiceModel, { spec, carried }: Wanted, one: RealContainer): SpecChange[] {
  return ownHashOf(one.labels) === configHash(service)
    ? liveDifference(spec, one.spec)
    : [...specDifference(spec, one.spec, one.image), ...carriedDifference(carried, one.carried)];
}

const isAwaited = ({ services }: ProjectModel, name: string): boolean =>
  [...services.values()].some(({ dependsOn }) =>
    dependsOn.some(({ service, condition }) => service === name && condition === 'service_completed_successfully'),
  );

const isOn = ({ state }: RealContainer): boolean => ['running', 'paused', 'restarting'].includes(state);

/** `isAwaited`: others wait for its success, so that an end with exit code 0 is its own. */
function stateAction(
  { spec }: ServiceModel,
  one: RealContainer,
  isAwaited: boolean,
): Pick<PlannedAction, 'action' | 'reason'> {
  if (one.state === 'running') return { action: 'unchanged', reason: 'It is as it should be.' };
  if (one.state === 'restarting') return { action: 'unchanged', reason: 'Docker starts it again and again.' };
  if (one.state === 'paused') return { action: 'start', reason: 'It is paused.' };
  if (!one.hasRun) return { action: 'start', reason: 'It was never started.' };
  const isOneShot = !/^(always|unless-stopped)/.test(spec.restartPolicy ?? 'no');
  if (isOneShot && one.exitCode === 0 && (one.hasDone || isAwaited))
    return { action: 'unchanged', reason: 'It ran to its end.' };
  return { action: 'start', reason: `It ended with exit code ${one.exitCode}.` };
}

function planResources(project: ProjectModel, world: World): PlanResource[] {
  const resources: PlanResource[] = [];
  const active = [...project.services.values()].filter(({ isActive, scale }) => isActive && scale > 0);
  const used = new Set(active.flatMap(({ networks }) => networks));
  const add = (kind: 'network' | 'volume', name: string, isThere: boolean, isExternal: boolean): void => {
    if (isExternal && !isThere)
      throw new AppError('conflict', `The ${kind} "${name}" is external, and it is not there.`, {
        hint: `Create it first, or take "external" out.`,
      });
    resources.push({
      kind,
      name,
      action: isThere ? 'unchanged' : 'create',
      reason: isThere ? 'It is there.' : 'It is not there yet.',
    });
  };
  for (const { key, name, isExternal } of project.networks.values())
    if (used.has(key)) add('network', name, world.networks.has(name), isExternal);
  for (const { name, isExternal } of project.volumes.values()) add('volume', name, world.volumes.has(name), isExternal);
  const images = new Map<string, PlanResource>();
  for (const service of active) {
    const { image } = service.spec;
    const planned = planImage(service, world.images.get(image) ?? null);
    if (!images.has(image) || planned.action !== 'unchanged') images.set(image, planned);
  }
  return [...resources, ...images.values()];
}

function planImage({ spec, build, pullPolicy, name }: ServiceModel, id: string | null): PlanResource {
  const resource = { kind: 'image', name: spec.image } as const;
  if (build && (id === null || pullPolicy === 'build'))
    return { ...resource, action: 'build', reason: id === null ? 'It is not there yet.' : 'pull_policy is build.' };
  if (build) return { ...resource, action: 'unchanged', reason: 'It is there. Build anew by pull_policy: build.' };
  if (pullPolicy === 'always') return { ...resource, action: 'pull', reason: 'pull_policy is always.' };
  if (id !== null) return { ...resource, action: 'unchanged', reason: 'It is there.' };
  if (pullPolicy === 'never')
    throw new AppError('conflict', `The image ${spec.image} of ${name} is not there, and pull_policy is never.`, {
      hint: 'Pull or load it first, or take pull_policy out.',
    });
  return { ...resource, action: 'pull', reason: 'It is not there yet.' };
}

const countWords = (count: number): string => (count === 1 ? 'One container is' : `${count} containers are`);

function changeWords(changes: readonly SpecChange[]): string {
  const [first, ...more] = changes;
  if (!first) return '';
  const shown = first.from === '' && first.to === '' ? `${first.key} changed` : valueWords(first);
  return `${shown}${more.length === 0 ? '' : `, and ${more.length} more`}.`;
}

const valueWords = ({ key, from, to }: SpecChange): string =>
  from === ''
    ? `${key}: ${to} is new`
    : to === ''
      ? `${key}: ${from} is no longer wanted`
      : `${key}: ${from} becomes ${to}`;
