import { doSubnetsOverlap, isInSubnet, parseAddress, parseSubnet, type Subnet } from '#shared/base/subnet.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { NetworkSubnet } from '#shared/contract/networks.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { containerError } from '#main/engine/container-error.ts';
import { cancelled } from '#main/engine/engine-error.ts';
import type { EngineNetworks, NewEndpoint, NewNetwork } from '#main/engine/engine-networks.ts';
import { checkedContainer, networkPath } from '#main/engine/engine-path.ts';
import { networkError } from '#main/engine/network-error.ts';
import type { Endpoint, ListedNetwork } from '#main/engine/network-json.ts';
import { hexId, type Random } from '#main/engine/simulated/random.ts';

const HOUR_MS = 3_600_000;
const OWN: readonly string[] = ['bridge', 'host', 'none'];

interface Member {
  readonly aliases: readonly string[];
  readonly address: string;
}

interface Made extends NewNetwork {
  readonly id: string;
  readonly createdAt: number;
  /** By the container's id. */
  readonly members: Map<string, Member>;
}

/** How a container was made to be in a network. */
export interface Joining extends NewEndpoint {
  readonly network: string;
}

interface Joinable {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly joins: readonly Joining[];
}

export interface SimulatedNetworksOptions {
  readonly clock: Clock;
  readonly random: Random;
  containers(): readonly Joinable[];
  /** Its id. Throws `not_found`. */
  find(container: string): string;
  tell(action: string, id: string, attributes: Record<string, string>): void;
}

const PLAIN = { isAttachable: false, hasIpv6: false, options: {}, labels: {} } as const;

/** Networks without Docker: containers can be put into them and taken out, and they refuse as the real ones do. */
export class SimulatedNetworks implements EngineNetworks {
  readonly #options: SimulatedNetworksOptions;
  readonly #networks = new Map<string, Made>();
  /** Containers that were put where they were made to be; since then they are where somebody put them. */
  readonly #placed = new Set<string>();
  #given = 17;

  constructor(options: SimulatedNetworksOptions) {
    this.#options = options;
    for (const name of OWN) {
      const isBridge = name === 'bridge';
      const driver = name === 'none' ? 'null' : name;
      this.#make({ ...PLAIN, name, driver, isInternal: false, subnets: isBridge ? [this.#give()] : [] }, 200);
    }
    const names = new Set(options.containers().flatMap(({ joins }) => joins.map(({ network }) => network)));
    for (const name of names)
      if (!OWN.includes(name)) {
        const labels = { 'com.docker.compose.project': name.split('_')[0] ?? '' };
        this.#make(
          {
            ...PLAIN,
            name,
            driver: 'bridge',
            isInternal: name.endsWith('_data'),
            subnets: [this.#give()],
            labels,
          },
          48,
        );
      }
    this.#make({ ...PLAIN, name: 'old_default', driver: 'bridge', isInternal: false, subnets: [this.#give()] }, 900);
  }

  /** Throws, as making a container in a network that is not there does. */
  need(name: string): void {
    if (![...this.#networks.values()].some((one) => one.name === name || one.id === name))
      throw containerError(new AppError('not_found', `network ${name} not found`));
  }

  /** As a container's inspect has them. */
  endpointsOf({ id, isActive }: { id: string; isActive: boolean }): Record<string, Endpoint> {
    this.#settle();
    const all: Record<string, Endpoint> = {};
    for (const network of this.#networks.values()) {
      const member = network.members.get(id);
      if (member)
        all[network.name] = {
          NetworkID: network.id,
          IPAddress: isActive ? member.address : '',
          GlobalIPv6Address: '',
          MacAddress: isActive && member.address !== '' ? macOf(member.address) : '',
          Aliases: [...member.aliases, id.slice(0, 12)],
        };
    }
    return all;
  }

  list(signal: AbortSignal): Promise<ListedNetwork[]> {
    return this.#answer(signal, () =>
      [...this.#networks.values()].map((one) => ({ ...this.#listed(one), Containers: {} })),
    );
  }

  inspect(ref: string, signal: AbortSignal): Promise<ListedNetwork> {
    return this.#answer(signal, () => this.#listed(this.#find(ref)));
  }

  create(wanted: NewNetwork, signal: AbortSignal): Promise<{ id: string; warning: string }> {
    return this.#answer(signal, () => {
      const { name, driver } = wanted;
      if (OWN.includes(name)) refuse('bad_request', `operation is not permitted on predefined ${name} network`, name);
      if ([...this.#networks.values()].some((one) => one.name === name))
        refuse('conflict', `network with name ${name} already exists`, name);
      if (driver !== 'bridge') refuse('not_found', `plugin "${driver}" not found`, name);
      const taken = [...this.#networks.values()].flatMap((one) => one.subnets.map(({ subnet }) => subnetOf(subnet)));
      for (const { subnet } of wanted.subnets)
        if (taken.some((other) => doSubnetsOverlap(other, subnetOf(subnet))))
          refuse('engine_error', 'Pool overlaps with other one on this address space', name);
      if (wanted.hasIpv6 && !wanted.subnets.some(({ subnet }) => subnet.includes(':')))
        refuse('not_found', 'could not find an available, non-overlapping IPv6 address pool among the defaults', name);
      const hasOwn = wanted.subnets.some(({ subnet }) => !subnet.includes(':'));
      const made = this.#make(hasOwn ? wanted : { ...wanted, subnets: [this.#give(), ...wanted.subnets] }, 0);
      this.#tell('create', made);
      return { id: made.id, warning: '' };
    });
  }

  connect(ref: string, container: string, endpoint: NewEndpoint, signal: AbortSignal): Promise<void> {
    return this.#answer(signal, () => {
      const network = this.#find(ref);
      const joining = this.#container(container, ref);
      if (network.members.has(joining.id))
        refuse('engine_error', `endpoint with name ${joining.name} already exists in network ${network.name}`, ref);
      if (network.name === 'host' || this.#isIn('host', joining.id))
        refuse('bad_request', 'container cannot be disconnected from host network or connected to host network', ref);
      if (network.name === 'none' || this.#isIn('none', joining.id))
        refuse(
          'bad_request',
          'container cannot be connected to multiple networks with one in private (none) mode',
          ref,
        );
      if (OWN.includes(network.name) && endpoint.aliases.length > 0)
        refuse('bad_request', 'network-scoped alias is supported only for containers in user defined networks', ref);
      if ([...network.members.values()].some(({ address }) => address === endpoint.ipv4))
        refuse('engine_error', 'Address already in use', ref);
      this.#join(network, joining.id, endpoint);
      this.#tell('connect', network, { container: joining.id });
    });
  }

  disconnect(ref: string, container: string, _isForced: boolean, signal: AbortSignal): Promise<void> {
    return this.#answer(signal, () => {
      const network = this.#find(ref);
      const { id } = this.#container(container, ref);
      if (network.name === 'host')
        refuse('bad_request', 'container cannot be disconnected from host network or connected to host network', ref);
      if (!network.members.delete(id))
        refuse('engine_error', `container ${id} is not connected to the network ${network.name}`, ref);
      this.#tell('disconnect', network, { container: id });
    });
  }

  remove(ref: string, signal: AbortSignal): Promise<void> {
    return this.#answer(signal, () => {
      const network = this.#find(ref);
      if (OWN.includes(network.name))
        refuse('engine_error', `${network.name} is a pre-defined network and cannot be removed`, ref);
      if (this.#running(network).length > 0)
        refuse('engine_error', `network ${network.name} id ${network.id} has active endpoints`, ref);
      this.#networks.delete(network.id);
      this.#tell('destroy', network);
    });
  }

  #container(container: string, ref: string): Joinable {
    try {
      const id = this.#options.find(checkedContainer(container));
      const found = this.#options.containers().find((one) => one.id === id);
      if (found) return found;
      throw new AppError('not_found', `No such container: ${container}`);
    } catch (thrown) {
      throw networkError(thrown, ref);
    }
  }

  /** New containers are put where they were made to be, and those that are gone are nowhere. */
  #settle(): void {
    const containers = this.#options.containers();
    for (const { id, joins } of containers) {
      if (this.#placed.has(id)) continue;
      this.#placed.add(id);
      for (const joining of joins) this.#join(this.#find(joining.network), id, joining);
    }
    const ids = new Set(containers.map(({ id }) => id));
    for (const { members } of this.#networks.values())
      for (const id of members.keys()) if (!ids.has(id)) members.delete(id);
  }

  #running({ members }: Made): Joinable[] {
    return this.#options.containers().filter(({ id, isActive }) => isActive && members.has(id));
  }

  async #answer<T>(signal: AbortSignal, what: () => T): Promise<T> {
    await Promise.resolve();
    if (signal.aborted) throw cancelled();
    this.#settle();
    return what();
  }

  #isIn(name: string, container: string): boolean {
    return this.#find(name).members.has(container);
  }

  #join(network: Made, id: string, { aliases, ipv4 }: NewEndpoint): void {
    network.members.set(id, { aliases, address: ipv4 ?? freeAddress(network) });
  }

  #make(wanted: NewNetwork, hoursAgo: number): Made {
    const { clock, random } = this.#options;
    const id = hexId(random);
    const made: Made = { ...wanted, id, createdAt: clock.now() - hoursAgo * HOUR_MS, members: new Map() };
    this.#networks.set(id, made);
    return made;
  }

  /** As Docker's own: 172.17 to 172.31, then 192.168. */
  #give(): NetworkSubnet {
    const at = this.#given++;
    const begin = at < 32 ? `172.${at}.0` : `192.168.${at % 256}`;
    return { subnet: at < 32 ? `${begin}.0/16` : `${begin}.0/24`, gateway: `${begin}.1` };
  }

  #find(ref: string): Made {
    networkPath(ref);
    const all = [...this.#networks.values()];
    const found = this.#networks.get(ref) ?? all.find(({ name }) => name === ref);
    if (found) return found;
    const begin = all.filter(({ id }) => id.startsWith(ref));
    return begin.length === 1 && begin[0] ? begin[0] : refuse('not_found', `network ${ref} not found`, ref);
  }

  #listed(network: Made): ListedNetwork {
    return {
      Name: network.name,
      Id: network.id,
      Created: new Date(network.createdAt).toISOString(),
      Scope: 'local',
      Driver: network.driver,
      EnableIPv6: network.hasIpv6,
      IPAM: {
        Driver: 'default',
        Config: network.subnets.map(({ subnet, gateway = '', ipRange = '' }) => ({
          Subnet: subnet,
          Gateway: gateway,
          IPRange: ipRange,
        })),
      },
      Internal: network.isInternal,
      Attachable: network.isAttachable,
      Ingress: false,
      ConfigOnly: false,
      Containers: Object.fromEntries(
        this.#running(network).map(({ id, name }) => {
          const address = network.members.get(id)?.address ?? '';
          return [id, { Name: name, MacAddress: address && macOf(address), IPv4Address: address }];
        }),
      ),
      Options: { ...network.options },
      Labels: { ...network.labels },
    };
  }

  #tell(action: string, { id, name, driver }: Made, more: Record<string, string> = {}): void {
    this.#options.tell(action, id, { name, type: driver, ...more });
  }
}

function refuse(code: 'bad_request' | 'conflict' | 'engine_error' | 'not_found', words: string, ref: string): never {
  throw networkError(new AppError(code, words), ref);
}

function subnetOf(text: string): Subnet {
  const parsed = parseSubnet(text);
  if (!parsed) throw networkError(new AppError('engine_error', `Invalid subnet ${text}`), text);
  return parsed;
}

/** The first address that nobody has, the gateway's left out. */
function freeAddress({ subnets, members }: Made): string {
  const text = subnets.find(({ subnet }) => !subnet.includes(':'))?.subnet;
  if (text === undefined) return '';
  const subnet = subnetOf(text);
  const taken = new Set([...members.values()].map(({ address }) => parseAddress(address)?.value));
  let value = subnet.first + 2n;
  while (taken.has(value) && isInSubnet(subnet, { version: 4, value })) value += 1n;
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
}

const macOf = (address: string): string =>
  `02:42:${address
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join(':')}`;
