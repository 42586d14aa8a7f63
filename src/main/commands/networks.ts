import { randomBytes } from 'node:crypto';
import { insightOf } from '#main/commands/containers.ts';
import type { HandlerDeps } from '#main/commands/deps.ts';
import { driverWords } from '#main/commands/driver-words.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { knownName } from '#main/commands/known-name.ts';
import { networksToPrune, pruneNetworks } from '#main/commands/network-prune.ts';
import { prunedAndKept } from '#main/commands/pruned-and-kept.ts';
import { PrunePlans } from '#main/commands/prune-plans.ts';
import { recorded } from '#main/commands/recorded.ts';
import { isRunning } from '#main/engine/container-view.ts';
import type { NewNetwork } from '#main/engine/engine-networks.ts';
import type { Engine } from '#main/engine/engine.ts';
import { maskLabelsOf } from '#main/engine/mask.ts';
import type { ListedNetwork } from '#main/engine/network-json.ts';
import { containersByNetwork, memberOf, networkOf } from '#main/engine/network-view.ts';
import { isInSubnet, parseAddress, parseSubnet } from '#shared/base/subnet.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { NetworkMember } from '#shared/contract/networks.ts';
import type { PruneItem } from '#shared/contract/prune.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { plural } from '#shared/format/quantity.ts';
import { AppError } from '#shared/protocol/errors.ts';

export type NetworkHandlers = Pick<
  Handlers,
  | 'networks.list'
  | 'networks.inspect'
  | 'networks.create'
  | 'networks.connect'
  | 'networks.disconnect'
  | 'networks.remove'
  | 'networks.prunePlan'
  | 'networks.prune'
>;

export function networkHandlers(deps: HandlerDeps): NetworkHandlers {
  const { engineOf, containersNow, clock } = deps;
  const plans = new PrunePlans<PruneItem>(clock, () => randomBytes(9).toString('base64url'));
  return {
    'networks.list': async ({ engine: name }, { signal }) => {
      const [listed, containers] = await Promise.all([engineOf(name).networks.list(signal), containersNow(name)]);
      const members = containersByNetwork(containers);
      return { networks: listed.map((one) => networkOf(one, members)) };
    },
    'networks.inspect': async ({ engine: name, network }, { caller, signal }) => {
      const engine = engineOf(name);
      const [inspect, containers] = await Promise.all([engine.networks.inspect(network, signal), containersNow(name)]);
      return {
        inspect: insightOf(caller) === 'all' ? inspect : maskLabelsOf(inspect),
        members: await membersOf(engine, inspect, containers, signal),
      };
    },
    'networks.create': async ({ engine, ...wanted }, { caller, signal }) => {
      const command = joinCommand(['docker', 'network', 'create', ...networkWords(wanted), wanted.name]);
      const act = { title: `Create network ${wanted.name}`, command, startedBy: caller.user };
      const { id, warning } = await recorded(deps, act, () => engineOf(engine).networks.create(wanted, signal));
      return { id, ...(warning !== '' && { warning }) };
    },
    'networks.connect': async ({ engine, network, container, aliases, ipv4, ipv6 }, { caller, signal }) => {
      const { networks } = engineOf(engine);
      // Of a container that does not run Docker takes any address, and then cannot start it.
      if (ipv4 !== undefined || ipv6 !== undefined)
        checkAddresses(await networks.inspect(network, signal), { ipv4, ipv6 });
      const name = await knownName(deps, engine, container);
      const shown = shortNetworkId(network);
      const words = [
        ...aliases.flatMap((alias) => ['--alias', alias]),
        ...(ipv4 === undefined ? [] : ['--ip', ipv4]),
        ...(ipv6 === undefined ? [] : ['--ip6', ipv6]),
      ];
      const command = joinCommand(['docker', 'network', 'connect', ...words, shown, name]);
      await recorded(deps, { title: `Connect ${name} to ${shown}`, command, startedBy: caller.user }, () =>
        networks.connect(network, container, { aliases, ipv4, ipv6 }, signal),
      );
      return {};
    },
    'networks.disconnect': async ({ engine, network, container, force }, { caller, signal }) => {
      const name = await knownName(deps, engine, container);
      const shown = shortNetworkId(network);
      const command = joinCommand(['docker', 'network', 'disconnect', ...(force ? ['--force'] : []), shown, name]);
      await recorded(deps, { title: `Disconnect ${name} from ${shown}`, command, startedBy: caller.user }, () =>
        engineOf(engine).networks.disconnect(network, container, force, signal),
      );
      return {};
    },
    'networks.remove': async ({ engine: name, network }, { caller, signal }) => {
      const { networks } = engineOf(name);
      const { Name } = await networks.inspect(network, signal);
      const words = ['docker', 'network', 'rm'];
      const act = { verb: 'Remove', noun: 'network', name: Name, words, engine: name, startedBy: caller.user };
      await deps.acts.do(act, async () => {
        await needUnprotected(deps, engineOf(name).endpoint, Name, await containersNow(name));
        try {
          await networks.remove(network, signal);
        } catch (thrown) {
          throw thrown instanceof AppError && thrown.reason === 'taken'
            ? namingUsers(thrown, await networks.inspect(network, signal), await containersNow(name))
            : thrown;
        }
      });
      return {};
    },
    'networks.prunePlan': async ({ engine: name }, { signal }) => {
      const engine = engineOf(name);
      const [listed, containers] = await Promise.all([engine.networks.list(signal), containersNow(name)]);
      const items = networksToPrune(listed, containersByNetwork(containers));
      return { plan: plans.hold('networks', engine, items), items, bytes: 0 };
    },
    'networks.prune': async ({ engine: name, plan, only }, { caller, signal }) => {
      const engine = engineOf(name);
      const wanted = only && new Set(only);
      const planned = plans.take('networks', engine, plan).filter(({ id }) => wanted?.has(id) ?? true);
      const what = {
        title: `Remove ${plural(planned.length, 'unused network')}`,
        docker: ['docker', 'network', 'rm'],
        items: planned,
        caller,
      };
      return prunedAndKept(deps, what, () => pruneNetworks(engine, planned, signal));
    },
  };
}

const shortNetworkId = (network: string): string => (/^[0-9a-f]{64}$/.test(network) ? network.slice(0, 12) : network);

const networkWords = (wanted: NewNetwork): string[] => [
  ...driverWords(wanted),
  ...(wanted.isInternal ? ['--internal'] : []),
  ...(wanted.isAttachable ? ['--attachable'] : []),
  ...(wanted.hasIpv6 ? ['--ipv6'] : []),
  ...wanted.subnets.flatMap(({ subnet, gateway, ipRange }) => [
    '--subnet',
    subnet,
    ...(gateway === undefined ? [] : ['--gateway', gateway]),
    ...(ipRange === undefined ? [] : ['--ip-range', ipRange]),
  ]),
];

/** Each is inspected, for neither list nor network tells of aliases and of those that do not run. */
async function membersOf(
  engine: Engine,
  { Name }: ListedNetwork,
  containers: readonly Container[],
  signal: AbortSignal,
): Promise<NetworkMember[]> {
  const inside = containersByNetwork(containers).get(Name) ?? [];
  const members = await Promise.all(
    inside.map(async (container) => {
      try {
        return memberOf(Name, container, await engine.inspect(container.id, signal));
      } catch (thrown) {
        // Removed since the list: no member any more.
        if (thrown instanceof AppError && thrown.code === 'not_found') return undefined;
        throw thrown;
      }
    }),
  );
  return members
    .filter((member) => member !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function checkAddresses(
  { Name, IPAM }: ListedNetwork,
  wanted: { ipv4: string | undefined; ipv6: string | undefined },
): void {
  const subnets = (IPAM?.Config ?? []).flatMap(({ Subnet }) => parseSubnet(Subnet) ?? []);
  for (const field of ['ipv4', 'ipv6'] as const) {
    const address = wanted[field] === undefined ? undefined : parseAddress(wanted[field]);
    if (address && !subnets.some((subnet) => isInSubnet(subnet, address)))
      throw new AppError('bad_request', `${wanted[field]} is in no subnet of ${Name}.`, {
        field,
        hint: 'Choose another address, or leave it empty and Docker gives one.',
      });
  }
}

/** Without its network a container that does not run could never be started again. */
async function needUnprotected(
  { protection }: Pick<HandlerDeps, 'protection'>,
  endpoint: string,
  network: string,
  containers: readonly Container[],
): Promise<void> {
  const held = new Set((await protection.of(endpoint)).containers);
  const member = (containersByNetwork(containers).get(network) ?? []).find(({ id }) => held.has(id));
  if (!member) return;
  throw new AppError('conflict', `The container ${member.name} is in this network and protected.`, {
    reason: 'protected',
    hint: 'Take the protection off first, or disconnect it.',
  });
}

/** Docker only counts them. */
function namingUsers(thrown: AppError, { Name }: ListedNetwork, containers: readonly Container[]): AppError {
  const names = (containersByNetwork(containers).get(Name) ?? []).filter(({ state }) => isRunning(state));
  if (names.length === 0) return thrown;
  const [is, it] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return new AppError('conflict', `${names.map(({ name }) => name).join(', ')} ${is} in this network and running.`, {
    reason: 'taken',
    hint: `Disconnect or stop ${it} first.`,
    cause: thrown,
  });
}
