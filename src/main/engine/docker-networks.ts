import { checkedContainer, networkPath } from '#main/engine/engine-path.ts';
import type { EngineNetworks, NewEndpoint, NewNetwork } from '#main/engine/engine-networks.ts';
import { networkError } from '#main/engine/network-error.ts';
import { type ListedNetwork, parseNetwork, parseNetworkCreated, parseNetworkList } from '#main/engine/network-json.ts';
import type { Call } from '#main/engine/request.ts';

/** Rules of the firewall are written before Docker answers. */
const ACT_TIMEOUT_MS = 25_000;

type OnCall = (call: Call, signal: AbortSignal) => Promise<unknown>;

/** The networks of an engine over its HTTP API. */
export class DockerNetworks implements EngineNetworks {
  readonly #send: OnCall;

  constructor(send: OnCall) {
    this.#send = send;
  }

  async list(signal: AbortSignal): Promise<ListedNetwork[]> {
    return parseNetworkList(await this.#send({ method: 'GET', path: '/networks' }, signal), 'the network list');
  }

  async inspect(ref: string, signal: AbortSignal): Promise<ListedNetwork> {
    return parseNetwork(await this.#call(ref, { method: 'GET', path: networkPath(ref) }, signal), 'the network');
  }

  async create(wanted: NewNetwork, signal: AbortSignal): Promise<{ id: string; warning: string }> {
    const body = {
      Name: wanted.name,
      // Older engines take a second one of the same name otherwise.
      CheckDuplicate: true,
      Driver: wanted.driver,
      Internal: wanted.isInternal,
      Attachable: wanted.isAttachable,
      EnableIPv6: wanted.hasIpv6,
      IPAM: {
        Driver: 'default',
        Config: wanted.subnets.map(({ subnet, gateway, ipRange }) => ({
          Subnet: subnet,
          ...(gateway !== undefined && { Gateway: gateway }),
          ...(ipRange !== undefined && { IPRange: ipRange }),
        })),
      },
      Options: wanted.options,
      Labels: wanted.labels,
    };
    const call: Call = { method: 'POST', path: '/networks/create', body, timeoutMs: ACT_TIMEOUT_MS };
    const { Id, Warning } = parseNetworkCreated(await this.#call(wanted.name, call, signal), 'the new network');
    return { id: Id, warning: Warning };
  }

  async connect(ref: string, container: string, { aliases, ipv4, ipv6 }: NewEndpoint, signal: AbortSignal) {
    const address = {
      ...(ipv4 !== undefined && { IPv4Address: ipv4 }),
      ...(ipv6 !== undefined && { IPv6Address: ipv6 }),
    };
    const endpoint = {
      ...(aliases.length > 0 && { Aliases: aliases }),
      ...(Object.keys(address).length > 0 && { IPAMConfig: address }),
    };
    await this.#act(ref, '/connect', { Container: checkedContainer(container), EndpointConfig: endpoint }, signal);
  }

  async disconnect(ref: string, container: string, isForced: boolean, signal: AbortSignal): Promise<void> {
    await this.#act(ref, '/disconnect', { Container: checkedContainer(container), Force: isForced }, signal);
  }

  async remove(ref: string, signal: AbortSignal): Promise<void> {
    await this.#call(ref, { method: 'DELETE', path: networkPath(ref), timeoutMs: ACT_TIMEOUT_MS }, signal);
  }

  async #act(ref: string, path: string, body: object, signal: AbortSignal): Promise<void> {
    await this.#call(ref, { method: 'POST', path: networkPath(ref, path), body, timeoutMs: ACT_TIMEOUT_MS }, signal);
  }

  async #call(ref: string, call: Call, signal: AbortSignal): Promise<unknown> {
    try {
      return await this.#send(call, signal);
    } catch (thrown) {
      throw networkError(thrown, ref);
    }
  }
}
