import { diskFull } from '#main/engine/image-error.ts';
import { AppError } from '#shared/protocol/errors.ts';

type Code = ConstructorParameters<typeof AppError>[0];
type Details = ConstructorParameters<typeof AppError>[2];
interface Said {
  readonly when: RegExp;
  readonly code: Code;
  readonly message: string;
  readonly details?: Details;
}

/** Docker's words (20.10 to 28) and ours; the first that fits. */
const SAID: readonly Said[] = [
  {
    when: /^network with name .* already exists/i,
    code: 'conflict',
    message: 'There is a network of this name already.',
    details: { field: 'name', reason: 'taken', hint: 'Choose another name, or use that one.' },
  },
  {
    when: /endpoint with name .* already exists in network|is already (?:attached|connected) to network/i,
    code: 'conflict',
    message: 'The container is in this network already.',
    details: { field: 'container', reason: 'taken', hint: 'Choose another container, or disconnect it first.' },
  },
  {
    when: /pool overlaps|invalid pool request|conflicts with (?:existing )?network/i,
    code: 'conflict',
    message: 'This subnet overlaps with one of another network.',
    details: { field: 'subnet', reason: 'taken', hint: 'Choose another, or leave it empty and Docker gives one.' },
  },
  {
    when: /could not find an available, non-overlapping IPv6/i,
    code: 'bad_request',
    message: 'Docker has no IPv6 subnet of its own to give.',
    details: { field: 'subnet', hint: 'Name one, such as fd00:7::/64.' },
  },
  {
    when: /could not find an available, non-overlapping|all predefined address pools/i,
    code: 'conflict',
    message: 'All subnets that Docker gives by itself are taken.',
    details: { field: 'subnet', hint: 'Name one, such as 10.7.0.0/24, or remove unused networks.' },
  },
  {
    when: /gateway/i,
    code: 'bad_request',
    message: 'The gateway is not an address that this subnet has free.',
    details: { field: 'gateway', hint: 'Leave it empty, and Docker takes the first address.' },
  },
  {
    when: /address already in use/i,
    code: 'conflict',
    message: 'Another container has this address.',
    details: { field: 'ipv4', reason: 'taken', hint: 'Choose another, or leave it empty and Docker gives one.' },
  },
  {
    when: /invalid address|does not belong to any of this network|no configured subnet .* contain|address is out of range/i,
    code: 'bad_request',
    message: "The address is not in the network's subnet.",
    details: { field: 'ipv4', hint: 'Choose one in the subnet, or leave it empty.' },
  },
  {
    when: /invalid subnet|invalid CIDR|no matching subnet|invalid network config/i,
    code: 'bad_request',
    message: 'Docker does not take this subnet.',
    details: { field: 'subnet', hint: 'A subnet is written like 10.7.0.0/24.' },
  },
  {
    when: /plugin .* not found|plugin not found|could not find plugin/i,
    code: 'bad_request',
    message: 'Docker has no network driver of this name.',
    details: { field: 'driver', hint: 'Choose bridge, or install the plugin first.' },
  },
  {
    when: /not a swarm manager/i,
    code: 'bad_request',
    message: 'This driver needs a swarm, and this engine is in none.',
    details: { field: 'driver', hint: 'Choose bridge.' },
  },
  {
    when: /operation not supported|not supported by the kernel/i,
    code: 'bad_request',
    message: "The engine's machine cannot make a network with this driver.",
    details: { field: 'driver', hint: 'Choose bridge.' },
  },
  {
    when: /operation is not permitted on predefined/i,
    code: 'bad_request',
    message: 'Docker has a network of this name itself.',
    details: { field: 'name', hint: 'Choose another name.' },
  },
  {
    when: /is a pre-defined network/i,
    code: 'conflict',
    message: 'This network belongs to Docker itself and stays.',
  },
  {
    when: /has active endpoints/i,
    code: 'conflict',
    message: 'Running containers are in this network.',
    details: { reason: 'taken', hint: 'Disconnect or stop them first.' },
  },
  {
    when: /private \(none\) mode/i,
    code: 'conflict',
    message: 'A container in the network "none" can be in no other.',
    details: { field: 'container', hint: 'Disconnect it from the other one first.' },
  },
  {
    when: /sharing network namespace/i,
    code: 'conflict',
    message: "The container uses the host's network, or another container's, and can be in no other.",
    details: { field: 'container', hint: 'Make it anew without that.' },
  },
  {
    when: /disconnected from host network/i,
    code: 'conflict',
    message: "Only a new container can get the host's network, and it keeps it.",
    details: { field: 'container', hint: 'Make the container anew.' },
  },
  {
    when: /network-scoped alias/i,
    code: 'bad_request',
    message: "Docker's own network bridge takes no aliases.",
    details: { field: 'aliases', hint: 'Leave them out, or use a network of your own.' },
  },
  {
    when: /user specified IP address/i,
    code: 'bad_request',
    message: 'An address can be chosen only in a network that was made with a subnet of its own.',
    details: { field: 'ipv4', hint: 'Leave it empty, and Docker gives one.' },
  },
  {
    when: /is not connected to/i,
    code: 'conflict',
    message: 'The container is not in this network.',
    details: { field: 'container' },
  },
  {
    when: /strconv|failed to parse com\.docker|invalid (?:driver )?option|unrecognized option/i,
    code: 'bad_request',
    message: 'The driver does not take these options.',
    details: { field: 'options' },
  },
  { when: /no such container/i, code: 'not_found', message: 'The container is gone.', details: { field: 'container' } },
];

/** Why something could not be done with a network, in words; what Docker said of something else is left as it is. */
export function networkError(thrown: unknown, ref: string): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  const { code, message } = thrown;
  if (code === 'engine_unavailable' || code === 'timeout') return thrown;
  if (/no space left/i.test(message)) return diskFull(message);
  const cause = { cause: thrown };
  const said = SAID.find(({ when }) => when.test(message.replace(/^Docker answered with an error \(\d+\): /, '')));
  if (said) return new AppError(said.code, said.message, { ...said.details, ...cause });
  if (code === 'not_found') return noNetwork(ref, thrown);
  return thrown;
}

const noNetwork = (ref: string, cause?: unknown): AppError =>
  new AppError('not_found', `There is no network "${/^[0-9a-f]{64}$/.test(ref) ? ref.slice(0, 12) : ref}".`, {
    field: 'network',
    ...(cause !== undefined && { cause }),
  });
