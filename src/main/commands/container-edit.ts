import { insightOf } from '#main/commands/containers.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { needHost } from '#main/commands/need-host.ts';
import { recorded } from '#main/commands/recorded.ts';
import { coveredSpec } from '#main/containers/covered-spec.ts';
import { nameOf } from '#main/containers/replace.ts';
import { hostReach, reachOfChange } from '#main/containers/host-reach.ts';
import { changedSpec, type Made, madeFrom, needUncovered } from '#main/containers/changed-spec.ts';
import { containerError } from '#main/engine/container-error.ts';
import { isEngineAway } from '#main/engine/engine-error.ts';
import type { CarriedSettings } from '#main/engine/container-body.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { ContainerUpdate } from '#main/engine/engine-containers.ts';
import { maskInspect } from '#main/engine/mask.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { containerSpecOf, withoutAnonymous } from '#shared/format/container-spec-of.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { asDockerRun, bytesWord } from '#shared/format/docker-run.ts';
import { runSpec } from '#shared/format/run-spec.ts';
import { AppError } from '#shared/protocol/errors.ts';

const CLEAN_MS = 10_000;

export type ContainerEditHandlers = Pick<
  Handlers,
  | 'containers.create'
  | 'containers.clone'
  | 'containers.spec'
  | 'containers.rename'
  | 'containers.update'
  | 'containers.recreate'
>;

/** How containers are made and changed. */
export function containerEditHandlers(deps: HandlerDeps): ContainerEditHandlers {
  const { engineOf, protection } = deps;
  return {
    'containers.create': async ({ engine, start, ...spec }, { caller, signal }) => {
      needUncovered(spec);
      needHost(deps, caller, hostReach(spec));
      return recorded(deps, runPlan(spec, start, caller.user), () =>
        makeContainer(deps, engine, spec, { start }, signal),
      );
    },
    'containers.clone': async ({ engine: name, container, name: wanted, changes, start }, { caller, signal }) => {
      const { spec, carried } = await madeFrom(engineOf(name), container, signal);
      const { name: _old, ...others } = withoutAnonymous(spec);
      const changed = changedSpec({ ...others, ...(wanted !== undefined && { name: wanted }) }, changes);
      needHost(deps, caller, reachOfChange(hostReach(spec, carried), hostReach(changed, carried), changes));
      return recorded(deps, runPlan(changed, start, caller.user), () =>
        makeContainer(deps, name, changed, { start, carried }, signal),
      );
    },
    'containers.spec': async ({ engine: name, container }, { caller, signal }) => {
      const engine = engineOf(name);
      const { inspect, spec, image } = await madeFrom(engine, container, signal);
      const shown = containerSpecOf(maskInspect(inspect, insightOf(caller)), image);
      return { spec: { ...shown, labels: pick(shown.labels, spec.labels), name: spec.name } };
    },
    'containers.rename': async ({ engine, container, name }, { caller, signal }) => {
      const old = nameOf(await engineOf(engine).inspect(container, signal));
      const command = joinCommand(['docker', 'rename', old, name]);
      await recorded(deps, { title: `Rename ${old} to ${name}`, command, startedBy: caller.user }, () =>
        engineOf(engine).containers.rename(container, name, signal),
      );
      return {};
    },
    'containers.update': async ({ engine, container, ...changes }, { caller, signal }) => {
      if (Object.values(changes).every((value) => value === undefined))
        throw new AppError('bad_request', 'Nothing is to be changed.', { hint: 'Name a limit or a restart policy.' });
      const name = nameOf(await engineOf(engine).inspect(container, signal));
      const command = joinCommand(['docker', 'update', ...updateWords(changes), name]);
      await recorded(deps, { title: `Change ${name}`, command, startedBy: caller.user }, () =>
        engineOf(engine).containers.update(container, changes, signal),
      );
      return {};
    },
    'containers.recreate': async ({ engine: name, container, changes }, { caller, signal }) => {
      const engine = engineOf(name);
      const made = await madeFrom(engine, container, signal);
      await protection.needContainer(made.inspect.Id, made.spec.name);
      const spec = changedSpec(made.spec, changes);
      const { carried } = made;
      needHost(deps, caller, reachOfChange(hostReach(made.spec, carried), hostReach(spec, carried), changes));
      if (deps.replacements.isRunning(made.inspect.Id))
        throw new AppError('conflict', `${made.spec.name} is being made anew already.`, {
          hint: 'Wait until that has ended.',
        });
      // Before there is a job: what is wrong with what was typed is told under its field.
      if (spec.image !== made.spec.image) await needImage(engine, spec.image, signal);
      return { job: startRecreate(deps, name, made, spec, caller.user) };
    },
  };
}

/** As it is kept among the jobs. */
export const runPlan = (spec: ContainerSpec, start: boolean, startedBy: string) => ({
  title: `${start ? 'Run' : 'Create'} ${spec.name ?? spec.image}`,
  command: start ? oneLine(spec) : oneLine(spec).replace('docker run --detach', 'docker create'),
  startedBy,
});

const updateWords = ({ memoryBytes, cpus, pidsLimit, restartPolicy }: ContainerUpdate): string[] => [
  ...(memoryBytes === undefined ? [] : ['--memory', bytesWord(memoryBytes)]),
  ...(cpus === undefined ? [] : ['--cpus', String(cpus)]),
  ...(pidsLimit === undefined ? [] : ['--pids-limit', String(pidsLimit)]),
  ...(restartPolicy === undefined ? [] : ['--restart', restartPolicy]),
];

const pick = (from: Readonly<Record<string, string>>, like: object): Record<string, string> =>
  Object.fromEntries(Object.entries(from).filter(([key]) => key in like));

async function needImage(engine: Engine, image: string, signal: AbortSignal): Promise<void> {
  try {
    await engine.images.inspect(image, signal);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'not_found') throw thrown;
    throw containerError(new AppError('not_found', `No such image: ${image}`, { cause: thrown }), { image });
  }
}

function startRecreate(
  deps: HandlerDeps,
  name: string,
  made: Made,
  spec: ContainerSpec & { name: string },
  startedBy: string,
): string {
  const { jobs, clock, replacements, engineOf, containersNow } = deps;
  const engine = engineOf(name);
  const old = made.spec.name;
  const command = [`docker stop ${old}`, `docker rename ${old} ${old}.old`, oneLine(spec), `docker rm ${old}.old`];
  const plan = { kind: 'recreate', title: `Recreate ${old}`, startedBy, command: command.join(' && ') } as const;
  return jobs.start(plan, async (context) => {
    const say = (stage: string): void => {
      context.say(stage);
      context.output(stage);
    };
    try {
      const wanted = { spec, carried: made.carried };
      await replacements.run(engine, made.inspect, wanted, { clock, say, signal: context.signal });
      context.output(`${spec.name} is the new container.`);
    } catch (thrown) {
      throw namingPortOwner(thrown, await containersNow(name).catch(() => []), spec);
    }
  });
}

/** The command on one line, as jobs show it. */
const oneLine = (spec: ContainerSpec): string =>
  asDockerRun(runSpec(coveredSpec(spec)))
    .replaceAll(/ \\\n\s*/g, ' ')
    .replaceAll('\n', ' && ');

/** Made and, where it is wished, started; what does not start is not kept, so that nothing is left of a failure. */
export async function makeContainer(
  { engineOf, containersNow }: Pick<HandlerDeps, 'engineOf' | 'containersNow'>,
  name: string,
  spec: ContainerSpec,
  { start, carried }: { start: boolean; carried?: CarriedSettings },
  signal: AbortSignal,
): Promise<{ id: string }> {
  const engine = engineOf(name);
  const { id } = await engine.containers.create(spec, signal, carried);
  if (!start) return { id };
  try {
    await engine.start(id, signal);
    return { id };
  } catch (thrown) {
    // Nothing can be taken away then, and it may well run: what is left is said instead.
    if (isEngineAway(thrown)) throw leftUnstarted(thrown, spec.name ?? id.slice(0, 12));
    await engine.containers
      .remove(id, { isForced: true, volumes: true }, AbortSignal.timeout(CLEAN_MS))
      .catch(() => undefined);
    throw namingPortOwner(thrown, await containersNow(name).catch(() => []), spec);
  }
}

const leftUnstarted = (thrown: unknown, name: string): AppError =>
  new AppError('engine_unavailable', `Docker went away after ${name} was made and before it said that it runs.`, {
    reason: 'not_running',
    hint: 'It is there once Docker answers again. Start it then, or remove it.',
    cause: thrown,
  });

/** Docker says only that the port is taken; who has it is known where it is a container. */
function namingPortOwner(thrown: unknown, containers: readonly Container[], spec?: ContainerSpec): unknown {
  if (!(thrown instanceof AppError) || thrown.field !== 'ports' || thrown.reason !== 'taken') return thrown;
  const port = Number(/\bPort (\d+)/.exec(thrown.message)?.[1]);
  const owner = containers.find(
    (one) => one.state === 'running' && one.name !== spec?.name && one.ports.some(({ hostPort }) => hostPort === port),
  );
  if (!owner) return thrown;
  return new AppError(
    'conflict',
    thrown.message.replace('already used on this machine', `already used by ${owner.name}`),
    {
      hint: `Choose another port, or stop ${owner.name}.`,
      field: 'ports',
      reason: 'taken',
      cause: thrown,
    },
  );
}
