import type { NetworkSubnet } from '#shared/contract/networks.ts';
import type { ListedNetwork } from '#main/engine/network-json.ts';

export interface NewNetwork {
  readonly name: string;
  readonly driver: string;
  readonly isInternal: boolean;
  readonly isAttachable: boolean;
  readonly hasIpv6: boolean;
  /** None: Docker gives one. */
  readonly subnets: readonly NetworkSubnet[];
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

export interface NewEndpoint {
  readonly aliases: readonly string[];
  readonly ipv4?: string | undefined;
  readonly ipv6?: string | undefined;
}

/**
 * The networks of an engine, by id or name; outside the grammar of names it is `bad_request` (field `network`, `container`)
 * and no request is made.
 */
export interface EngineNetworks {
  list(signal: AbortSignal): Promise<ListedNetwork[]>;
  inspect(ref: string, signal: AbortSignal): Promise<ListedNetwork>;
  /** `conflict` (taken) for a name that another has, or a subnet that overlaps. */
  create(wanted: NewNetwork, signal: AbortSignal): Promise<{ id: string; warning: string }>;
  /** `conflict` where it is in it already, or can be in no other. */
  connect(ref: string, container: string, endpoint: NewEndpoint, signal: AbortSignal): Promise<void>;
  disconnect(ref: string, container: string, isForced: boolean, signal: AbortSignal): Promise<void>;
  /** `conflict` (taken) while a running container is in it; a stopped one does not hold it, and cannot start afterwards. */
  remove(ref: string, signal: AbortSignal): Promise<void>;
}
