import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Caller, Handlers } from '#main/commands/handler.ts';
import { fromList } from '#main/engine/container-view.ts';
import { isRemote } from '#main/engine/engine-info.ts';
import type { Engine } from '#main/engine/engine.ts';
import { listeningSockets } from '#main/host/listening-sockets.ts';
import { freePort, ownerOf, portOwners, type PublishedPort } from '#main/host/port-owners.ts';
import type { Container } from '#shared/contract/containers.ts';
import { rank } from '#shared/contract/define.ts';
import type { TakenPort } from '#shared/contract/ports.ts';
import { z } from '#shared/contract/zod.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** Only an inspect tells what a container that does not run will want; those made last are asked. */
const MAX_STOPPED = 200;
const AT_ONCE = 8;
const ACTIVE: readonly string[] = ['running', 'paused', 'restarting'];

export function portHandlers(deps: HandlerDeps): Pick<Handlers, 'ports.list' | 'ports.check'> {
  return {
    'ports.list': async ({ engine }, { caller, signal }) => {
      const { taken, isHere } = await portsNow(deps, engine, signal);
      return { ports: forReader(taken, caller), isHere };
    },
    'ports.check': async ({ engine, ports, except }, { caller, signal }) => {
      const { taken, isHere } = await portsNow(deps, engine, signal);
      const others = taken.filter(
        ({ owner }) =>
          owner.kind !== 'container' || except === undefined || (owner.id !== except && owner.name !== except),
      );
      const told = forReader(others, caller);
      // No port is offered twice, nor one that is asked for beside it.
      const given = new Set(ports.map(({ port }) => port));
      const results = ports.map((wanted) => {
        const { port, protocol } = wanted;
        const takenBy = ownerOf(told, wanted);
        const free = freePort(others, wanted, given);
        if (takenBy && free !== null) given.add(free);
        return { port, protocol, ...(takenBy && { takenBy }), free };
      });
      return { results, isHere };
    },
  };
}

/** Names of processes are for those who may see the processes of this computer. */
const forReader = (taken: readonly TakenPort[], caller: Caller): TakenPort[] =>
  rank(caller.role) >= rank('operator')
    ? [...taken]
    : taken.map((one) => (one.owner.kind === 'process' ? { ...one, owner: { kind: 'unknown' } } : one));

async function portsNow(
  deps: HandlerDeps,
  name: string,
  signal: AbortSignal,
): Promise<{ taken: TakenPort[]; isHere: boolean }> {
  const engine = deps.engineOf(name);
  const isHere = !isRemote(engine.endpoint);
  // Asked anew: the list that is kept up by events may know of a start and not yet of its ports.
  const containers = (await engine.list(signal)).map(fromList);
  const [stopped, sockets] = await Promise.all([
    wantedByStopped(engine, containers, signal),
    isHere ? listeningSockets() : [],
  ]);
  return { taken: portOwners([...containers.flatMap(publishedBy), ...stopped], sockets), isHere };
}

function publishedBy({ id, name, state, ports }: Container): PublishedPort[] {
  if (!ACTIVE.includes(state)) return [];
  return ports.flatMap(({ hostPort, hostIp, containerPort, protocol }) =>
    hostPort === undefined
      ? []
      : [{ id, name, isRunning: true, port: hostPort, protocol, address: hostIp ?? '', containerPort }],
  );
}

const bindings = z
  .looseObject({
    PortBindings: z
      .record(
        z.string(),
        z.array(z.looseObject({ HostIp: z.string().catch(''), HostPort: z.string().catch('') })).nullish(),
      )
      .nullish(),
  })
  .catch({ PortBindings: null });

async function wantedByStopped(
  engine: Engine,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<PublishedPort[]> {
  const waiting = containers
    .filter(({ state }) => !ACTIVE.includes(state))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, MAX_STOPPED);
  const found: PublishedPort[] = [];
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) found.push(...(await wantedBy(engine, one, signal)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return found;
}

async function wantedBy(engine: Engine, { id, name }: Container, signal: AbortSignal): Promise<PublishedPort[]> {
  try {
    const { HostConfig } = await engine.inspect(id, signal);
    const { PortBindings } = bindings.parse(HostConfig);
    return Object.entries(PortBindings ?? {}).flatMap(([key, places]) => {
      const [containerPort, protocol = 'tcp'] = key.split('/');
      return (places ?? []).flatMap(({ HostIp, HostPort }) =>
        /^\d{1,5}$/.test(HostPort) && Number(HostPort) > 0
          ? [
              {
                id,
                name,
                isRunning: false,
                port: Number(HostPort),
                protocol,
                address: HostIp,
                containerPort: Number(containerPort),
              },
            ]
          : [],
      );
    });
  } catch (thrown) {
    // Removed since it was listed: it wants nothing any more.
    if (thrown instanceof AppError && thrown.code === 'not_found') return [];
    throw thrown;
  }
}
