import { sleep } from '#shared/base/clock.ts';
import { dig } from '#shared/format/inspect-json.ts';
import { isAnonymousVolume } from '#shared/format/container-spec-of.ts';
import type { ContainerSpec, MountSpec } from '#shared/contract/container-spec.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { cancelled } from '#main/engine/engine-error.ts';
import type { Condition, ProjectModel, ServiceModel } from '#main/stacks/compose/model.ts';
import type { DeployPorts, Done, Telling } from '#main/stacks/deploy-ports.ts';
import { containerLabels, networkLabels, volumeLabels, type Where } from '#main/stacks/plan/compose-labels.ts';
import { type Plan, type PlannedAction, planStack, serviceOrder, type World } from '#main/stacks/plan/planner.ts';
import { sharedServices, type Wanted, withShared } from '#main/stacks/plan/shared.ts';
import { orGone, readWorld } from '#main/stacks/plan/world.ts';
import { named, serviceHealthy } from '#main/stacks/service-healthy.ts';

const LOOK_MS = 500;
/** A program that ends does so within this, or somebody has to look. */
const END_MS = 600_000;
/** Something that broke off is ended by whoever began it. */
const UNFINISHED_MS = 180_000;

export interface DeployOptions {
  readonly project: ProjectModel;
  readonly where: Where;
  readonly removeOrphans: boolean;
  readonly ports: DeployPorts;
  readonly telling: Telling;
  readonly signal: AbortSignal;
}

/** Does what a plan says, service by service: each after those that it depends on. One that fails ends it; what was done stays. */
export class Deploy {
  readonly done: Done = {};
  readonly #options: DeployOptions;
  /** Containers that were made or started, to be healthy in the end. */
  readonly #touched = new Map<string, ServiceModel>();

  constructor(options: DeployOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { project, telling, removeOrphans } = this.#options;
    let plan = planStack(project, await this.#settledWorld(), removeOrphans);
    await this.#makeRoom(plan);
    await this.#prepare(plan);
    // An image that was pulled or built may be another one than its containers were made from.
    if (plan.resources.some(({ action }) => action === 'pull' || action === 'build'))
      plan = planStack(project, await this.#world(), removeOrphans);
    for (const name of serviceOrder(project)) {
      const service = project.services.get(name);
      const actions = plan.actions.filter(
        (one) => one.service === name && one.action !== 'remove' && one.action !== 'stop',
      );
      if (!service?.isActive || actions.every(({ action }) => action === 'unchanged')) continue;
      await this.#waitForDependencies(service);
      for (const action of actions) await this.#act(service, action);
    }
    for (const [id, service] of this.#touched) await this.#healthy(id, service);
    telling.tell('done', 'Every service is as it should be.');
  }

  /** What goes makes room first: its port or name may be wanted by what comes. */
  async #makeRoom({ actions }: Plan): Promise<void> {
    const { telling, ports, signal } = this.#options;
    const engine = ports.engine();
    for (const { action, container, name, service } of [...actions].reverse()) {
      if (container === undefined || (action !== 'remove' && action !== 'stop')) continue;
      this.#check();
      if (action === 'remove') await ports.needUnprotected(container, name);
      telling.tell('stop', `Stopping ${name}.`, service);
      await orGone(engine.stop(container, {}, signal));
      if (action === 'remove') {
        telling.tell('remove', `Removing ${name}.`, service);
        await orGone(engine.containers.remove(container, { isForced: true, volumes: false }, signal));
      }
      this.#count(action);
    }
  }

  async #prepare({ resources }: Plan): Promise<void> {
    const { project, telling, ports, signal } = this.#options;
    const engine = ports.engine();
    for (const { kind, name, action } of resources) {
      if (action === 'unchanged') continue;
      this.#check();
      if (kind === 'image') await this.#image(name, action === 'build');
      else if (kind === 'network') {
        const model = [...project.networks.values()].find((one) => one.name === name);
        if (!model) continue;
        telling.tell('network', `Creating the network ${name}.`);
        const labels = { ...model.labels, ...networkLabels(project.name, model.key) };
        await orThere(engine.networks.create({ ...model, labels }, signal));
      } else {
        const model = [...project.volumes.values()].find((one) => one.name === name);
        if (!model) continue;
        telling.tell('volume', `Creating the volume ${name}.`);
        const labels = { ...model.labels, ...volumeLabels(project.name, model.key) };
        await engine.volumes.create({ name, driver: model.driver, options: model.options, labels }, signal);
      }
      telling.step();
    }
  }

  async #image(reference: string, isBuilt: boolean): Promise<void> {
    const { project, telling, ports, signal } = this.#options;
    const service = [...project.services.values()].find(
      ({ spec, isActive, build }) => isActive && spec.image === reference && (!isBuilt || build !== undefined),
    );
    if (!service) return;
    telling.tell('image', `${isBuilt ? 'Building' : 'Pulling'} ${reference}.`, service.name);
    if (isBuilt && service.build) await ports.build(reference, service.build, service.platform, signal);
    else await ports.pull(reference, service.platform, signal);
  }

  async #waitForDependencies(service: ServiceModel): Promise<void> {
    const { project, telling } = this.#options;
    for (const { service: other, condition } of service.dependsOn) {
      const needed = project.services.get(other);
      if (!needed?.isActive || condition === 'service_started') continue;
      const world = await this.#world();
      telling.tell('health', `${service.name} waits for ${other}: ${CONDITION_WORDS[condition]}.`, service.name);
      for (const { id, service: of } of world.containers)
        if (of === other)
          await (condition === 'service_healthy' ? this.#healthy(id, needed, true) : this.#ended(id, needed));
    }
  }

  async #act(service: ServiceModel, planned: PlannedAction): Promise<void> {
    const { ports, telling, signal } = this.#options;
    const { action, container, name } = planned;
    this.#check();
    const engine = ports.engine();
    if (action === 'create') {
      telling.tell('create', `Creating ${name}.`, service.name);
      const { spec, carried } = await this.#wanted(service, planned);
      const { id } = await engine.containers.create(spec, signal, carried);
      await this.#start(id, service, name);
    } else if (action === 'recreate' && container !== undefined) {
      await ports.needUnprotected(container, name);
      const old = await engine.inspect(container, signal);
      const say = (stage: string): void =>
        telling.tell(
          stage.startsWith('Putting ') ? 'rollback' : (STAGES[stage] ?? 'create'),
          saidOf(name, stage),
          service.name,
        );
      say('Making the new container');
      const { spec, carried } = await this.#wanted(service, planned);
      const wanted = { spec: inherited(spec, old), carried };
      const id = await ports.replace(engine, old, wanted, { say, signal }).catch((thrown: unknown) => {
        throw named(thrown, service.name);
      });
      this.#touched.set(id, service);
      // One that did not run is not started by its replacement.
      await this.#start(id, service, name);
    } else if (action === 'start' && container !== undefined) await this.#start(container, service, name);
    else return;
    this.#count(action);
  }

  async #start(id: string, service: ServiceModel, name: string): Promise<void> {
    const { ports, telling, signal } = this.#options;
    const engine = ports.engine();
    const { State } = await engine.inspect(id, signal);
    if (State.Status !== 'running') telling.tell('start', `Starting ${name}.`, service.name);
    if (State.Status === 'paused') await engine.unpause(id, signal);
    else await engine.start(id, signal);
    this.#touched.set(id, service);
  }

  async #wanted(
    service: ServiceModel,
    { name, number }: PlannedAction,
  ): Promise<Wanted & { spec: ContainerSpec & { name: string } }> {
    const { project, where, ports, signal } = this.#options;
    const engine = ports.engine();
    const image = await engine.images.inspect(service.spec.image, signal);
    // Only who shares something of another has to know which container that is.
    const { spec, carried } =
      sharedServices(service).length > 0 ? withShared(service, undefined, project, await this.#world()) : service;
    const labels = { ...spec.labels, ...containerLabels(project, service, { number, imageId: image.Id, where }) };
    // A simulated machine has no files of ours.
    const mounts = engine.isSimulated ? spec.mounts.map((mount) => ({ ...mount, createsSource: true })) : spec.mounts;
    return { spec: { ...spec, labels, mounts, name }, carried };
  }

  #healthy(id: string, service: ServiceModel, isNeeded = false): Promise<void> {
    const { ports, telling, signal } = this.#options;
    return serviceHealthy({ engine: ports.engine(), clock: ports.clock, telling, signal }, { id, service, isNeeded });
  }

  async #ended(id: string, service: ServiceModel): Promise<void> {
    const { ports, signal } = this.#options;
    const { clock } = ports;
    const began = clock.monotonic();
    for (;;) {
      const { State } = await ports.engine().inspect(id, signal);
      const isOver = State.Status === 'exited' || State.Status === 'dead';
      if (isOver && State.ExitCode === 0) return;
      if (isOver)
        throw new AppError(
          'conflict',
          `${service.name} ended with exit code ${State.ExitCode}, and others wait for its success.`,
          {
            hint: 'Look at its log: the reason stands there.',
          },
        );
      if (clock.monotonic() - began > END_MS)
        throw new AppError(
          'timeout',
          `${service.name} did not end within ${END_MS / 60_000} min, and others wait for it.`,
        );
      await sleep(clock, LOOK_MS, signal);
      this.#check();
    }
  }

  /** After Docker was away what broke off is ended by itself; nothing is done before. */
  async #settledWorld(): Promise<World> {
    const { ports, telling } = this.#options;
    const began = ports.clock.monotonic();
    for (let isSaid = false; ; isSaid = true) {
      const world = await this.#world();
      const open = world.containers.find(({ isUnfinished }) => isUnfinished);
      if (!open) return world;
      if (!isSaid)
        telling.tell(
          'rollback',
          `Waiting until what was begun with ${open.name} is finished or taken back.`,
          open.service,
        );
      if (ports.clock.monotonic() - began > UNFINISHED_MS)
        throw new AppError('conflict', `What was begun with ${open.name} is neither finished nor taken back.`, {
          hint: 'Look at its containers: remove the one that is not wanted, then apply again.',
        });
      await sleep(ports.clock, LOOK_MS, this.#options.signal);
      this.#check();
    }
  }

  #world(): Promise<World> {
    const { ports, project, signal } = this.#options;
    return readWorld(ports.engine(), project, ports.hasDone, signal);
  }

  #count(action: PlannedAction['action']): void {
    this.done[action] = (this.done[action] ?? 0) + 1;
    this.#options.telling.step();
  }

  #check(): void {
    if (this.#options.signal.aborted) throw cancelled();
  }
}

const CONDITION_WORDS: Readonly<Record<Condition, string>> = {
  service_started: 'it has to run',
  service_healthy: 'it has to be healthy',
  service_completed_successfully: 'it has to end with exit code 0',
};

/** What a replacement says of itself, by its stage. */
const STAGES: Readonly<Record<string, 'health' | 'rollback' | 'remove' | 'start'>> = {
  'Waiting until it is healthy': 'health',
  'Starting the new container': 'start',
  'Removing the old container': 'remove',
};

/** "Putting shop-web-1 back" names it already. */
const saidOf = (name: string, stage: string): string => (stage.includes(name) ? `${stage}.` : `${name}: ${stage}.`);

/** With the volumes that Docker named for the old one: what was written there stays with the service. */
function inherited(spec: ContainerSpec & { name: string }, old: unknown): ContainerSpec & { name: string } {
  const mounts = dig(old, 'Mounts');
  const anonymous = (Array.isArray(mounts) ? mounts : []).flatMap((mount): MountSpec[] => {
    const [type, source, destination] = [dig(mount, 'Type'), dig(mount, 'Name'), dig(mount, 'Destination')];
    if (type !== 'volume' || typeof source !== 'string' || typeof destination !== 'string') return [];
    const one: MountSpec = { type, source, destination, isReadOnly: dig(mount, 'RW') === false };
    return isAnonymousVolume(one) ? [one] : [];
  });
  const at = (destination: string): MountSpec | undefined => anonymous.find((one) => one.destination === destination);
  const own = spec.mounts.map((mount) =>
    mount.type === 'volume' && mount.source === undefined ? { ...mount, source: at(mount.destination)?.source } : mount,
  );
  const more = anonymous.filter(({ destination }) => !spec.mounts.some((mount) => mount.destination === destination));
  return { ...spec, mounts: [...own, ...more] };
}

/** Somebody else made it a moment ago. */
async function orThere(made: Promise<unknown>): Promise<void> {
  try {
    await made;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.reason !== 'taken' || thrown.field !== 'name') throw thrown;
  }
}
