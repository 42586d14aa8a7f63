import { isInSubnet, isSubnetWithin, parseAddress, parseSubnet } from '#shared/base/subnet.ts';
import {
  CONTAINER_REF,
  containerId,
  containerRef,
  empty,
  engineName,
  engineOnly,
  time,
} from '#shared/contract/common.ts';
import { command } from '#shared/contract/define.ts';
import { PRUNE_TIMEOUT_MS, pruneParams, prunePlan, pruneResult } from '#shared/contract/prune.ts';
import { z } from '#shared/contract/zod.ts';

/** `gateway`: the engine's own address in it. `ipRange`: the part of it that addresses are given from. */
export const networkSubnet = z.object({
  subnet: z.string(),
  gateway: z.string().optional(),
  ipRange: z.string().optional(),
});
export type NetworkSubnet = z.infer<typeof networkSubnet>;

export const network = z.object({
  id: z.string(),
  name: z.string(),
  driver: z.string(),
  /** "local", or "swarm" for one of the whole swarm. */
  scope: z.string(),
  createdAt: time.optional(),
  /** Nothing in it reaches out, and nothing from outside comes in. */
  isInternal: z.boolean(),
  isAttachable: z.boolean(),
  hasIpv6: z.boolean(),
  /** `bridge`, `host`, `none`: Docker's own, which always are there. */
  isPredefined: z.boolean(),
  subnets: z.array(networkSubnet),
  /** Ids of the containers that are in it, running or not. */
  containers: z.array(containerId),
  options: z.record(z.string(), z.string()),
  labels: z.record(z.string(), z.string()),
});
export type Network = z.infer<typeof network>;

/** A container in a network. Addresses are absent while it does not run. */
export const networkMember = z.object({
  container: containerId,
  name: z.string(),
  ipv4: z.string().optional(),
  ipv6: z.string().optional(),
  mac: z.string().optional(),
  /** Other names that the others in the network reach it by. */
  aliases: z.array(z.string()),
});
export type NetworkMember = z.infer<typeof networkMember>;

/** Why a text is no name of a new network; undefined where it is one. Docker takes nearly anything, and then cannot be asked for it. */
export const networkNameFault = (text: string): string | undefined =>
  /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/.test(text)
    ? undefined
    : 'A network is named by 1 to 128 letters, digits, "_", "." and "-", beginning with a letter or digit.';

/** What is wrong with a subnet and what belongs to it, by its field. */
export function subnetFaults({ subnet, gateway, ipRange }: NetworkSubnet): {
  subnet?: string;
  gateway?: string;
  ipRange?: string;
} {
  const outer = parseSubnet(subnet);
  if (!outer) return { subnet: 'A subnet is written like 10.7.0.0/24 or fd00:7::/64.' };
  const inside = gateway === undefined ? undefined : parseAddress(gateway);
  const range = ipRange === undefined ? undefined : parseSubnet(ipRange);
  return {
    ...(gateway !== undefined &&
      (!inside || !isInSubnet(outer, inside)) && { gateway: `The gateway is an address in ${subnet}.` }),
    ...(ipRange !== undefined &&
      (!range || !isSubnetWithin(outer, range)) && { ipRange: `The range is a part of ${subnet}, written like it.` }),
  };
}

const ref = z.string().regex(CONTAINER_REF, 'A network is named by its ID or its name.');
const one = z.object({ engine: engineName, network: ref }).strict();
const words = z.record(z.string().min(1).max(200), z.string().max(4000));
const newName = z.string().superRefine((text, context) => {
  const fault = networkNameFault(text);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});
const newSubnet = networkSubnet.strict().superRefine((wanted, context) => {
  for (const [field, message] of Object.entries(subnetFaults(wanted)))
    context.addIssue({ code: 'custom', path: [field], message });
});
const addressOf = (version: 4 | 6) =>
  z.string().refine((text) => parseAddress(text)?.version === version, { error: `This is no IPv${version} address.` });
/** As Docker takes names of hosts. */
export const ALIAS = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,252}$/;

export const networkCommands = {
  'networks.list': command({
    role: 'viewer',
    params: engineOnly,
    result: z.object({ networks: z.array(network) }),
    timeoutMs: 10_000,
    summary: 'The networks of an engine, and which containers are in them.',
  }),
  'networks.inspect': command({
    role: 'viewer',
    params: one,
    result: z.object({ inspect: z.record(z.string(), z.unknown()), members: z.array(networkMember) }),
    timeoutMs: 10_000,
    summary: "Docker's inspect answer, and the containers in it with their addresses and aliases.",
  }),
  'networks.create': command({
    role: 'admin',
    params: z
      .object({
        engine: engineName,
        name: newName,
        driver: z.string().regex(CONTAINER_REF, 'This is no name of a driver.').default('bridge'),
        isInternal: z.boolean().default(false),
        isAttachable: z.boolean().default(false),
        hasIpv6: z.boolean().default(false),
        subnets: z.array(newSubnet).max(16).default([]),
        options: words.default({}),
        labels: words.default({}),
      })
      .strict(),
    result: z.object({ id: z.string(), warning: z.string().optional() }),
    acts: true,
    timeoutMs: 30_000,
    summary: 'Makes a network; without a subnet Docker gives it one. A name that is taken is refused.',
  }),
  'networks.connect': command({
    role: 'admin',
    isOpenToScope: false,
    params: z
      .object({
        ...one.shape,
        container: containerRef,
        aliases: z.array(z.string().regex(ALIAS, 'An alias is a name as hosts have.')).max(50).default([]),
        ipv4: addressOf(4).optional(),
        ipv6: addressOf(6).optional(),
      })
      .strict(),
    result: empty,
    acts: true,
    timeoutMs: 30_000,
    summary: 'Puts a container into a network as well, running or not; others reach it there by its name and aliases.',
  }),
  'networks.disconnect': command({
    role: 'admin',
    isOpenToScope: false,
    params: z.object({ ...one.shape, container: containerRef, force: z.boolean().default(false) }).strict(),
    result: empty,
    acts: true,
    timeoutMs: 30_000,
    summary: 'Takes a container out of a network; `force` also where Docker no longer knows the container.',
  }),
  'networks.remove': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: one,
    result: empty,
    acts: true,
    timeoutMs: 30_000,
    summary: 'Removes a network; refused while a running container is in it, and for those of Docker itself.',
  }),
  'networks.prunePlan': command({
    role: 'viewer',
    params: z.object({ ...engineOnly.shape, filters: z.object({}).strict().prefault({}) }).strict(),
    result: prunePlan,
    timeoutMs: 10_000,
    summary: 'What a prune would remove and why; nothing is touched. Held for 10 min.',
  }),
  'networks.prune': command({
    role: 'admin',
    needsNetworkSwitch: true,
    params: pruneParams,
    result: pruneResult,
    acts: true,
    timeoutMs: PRUNE_TIMEOUT_MS,
    summary:
      'Removes what the plan held (`only`: these of it) and nothing else; what came into use since is skipped, with the reason.',
  }),
};
