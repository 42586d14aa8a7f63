import {
  formatImageReference,
  isReferenceFault,
  parseImageReference,
  withDefaultTag,
} from '#shared/base/image-reference.ts';
import { stableKey } from '#shared/base/stable-key.ts';
import type { ContainerSpec, HealthSpec, MountSpec, NetworkSpec, PortSpec } from '#shared/contract/container-spec.ts';
import { isAnonymousVolume } from '#shared/format/container-spec-of.ts';
import { containerSpecOf } from '#shared/format/container-spec-of.ts';
import { dig, textOf, textsOf } from '#shared/format/inspect-json.ts';
import { bytesWord } from '#shared/format/docker-run.ts';
import { isBookkeeping } from '#main/stacks/plan/compose-labels.ts';

export interface SpecChange {
  /** As the compose file names it. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** Of what may hold secrets only that it changed is told. */
const HIDDEN = { from: '', to: '' };

/**
 * What is different between a container as it is and as a service wants it, by what it does and not by how it was written:
 * what a service leaves out is as the image has it. `image`: the `Config` of the container's own image, undefined where
 * that is gone. `actual` is read without its image, so that it is whole.
 */
export function specDifference(wanted: ContainerSpec, actual: ContainerSpec, image: unknown): SpecChange[] {
  const changes: SpecChange[] = [];
  const compare = (key: string, from: unknown, to: unknown, words: { from: string; to: string } = HIDDEN): void => {
    if (stableKey(from ?? null) !== stableKey(to ?? null)) changes.push({ key, ...words });
  };
  const shown = (key: string, from: string | undefined, to: string | undefined): void =>
    compare(key, from ?? '', to ?? '', { from: from ?? '', to: to ?? '' });
  const brought = containerSpecOf({ Config: image, HostConfig: {} });

  shown('image', reference(actual.image), reference(wanted.image));
  // An entrypoint of one's own throws the image's command away.
  compare('entrypoint', actual.entrypoint ?? [], wanted.entrypoint ?? texts(image, 'Entrypoint'));
  compare('command', actual.command ?? [], wanted.command ?? (wanted.entrypoint ? [] : texts(image, 'Cmd')));
  // One that the image brings can be set to something else, and not be taken away.
  const broughtEnv = Object.entries(brought.env).filter(([name]) => Object.hasOwn(actual.env, name));
  compareMaps('environment', actual.env, { ...Object.fromEntries(broughtEnv), ...wanted.env }, changes);
  const ownLabels = (labels: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(labels).filter(([name]) => !isBookkeeping(name)));
  compareMaps('labels', ownLabels(actual.labels), ownLabels({ ...brought.labels, ...wanted.labels }), changes);
  shown('ports', portWords(actual.ports), portWords(wanted.ports));
  compareMounts(wanted.mounts, actual.mounts, changes);
  compareNetworks(wanted, actual, changes);
  shown('mem_limit', bytes(actual.memoryBytes), bytes(wanted.memoryBytes));
  shown('cpus', actual.cpus?.toString(), wanted.cpus?.toString());
  shown('pids_limit', actual.pidsLimit?.toString(), wanted.pidsLimit?.toString());
  shown('restart', actual.restartPolicy ?? 'no', wanted.restartPolicy ?? 'no');
  compare('healthcheck', health(actual.healthCheck), health(wanted.healthCheck ?? brought.healthCheck));
  shown('user', actual.user, wanted.user ?? textOf(dig(image, 'User')));
  shown('working_dir', actual.workingDir, wanted.workingDir ?? textOf(dig(image, 'WorkingDir')));
  // The host's own name, or that of another container, stands there where the network is shared.
  if (wanted.networkMode === undefined) shown('hostname', actual.hostname, wanted.hostname);
  compare('extra_hosts', sorted(actual.extraHosts), sorted(wanted.extraHosts));
  compare('dns', actual.dns, wanted.dns);
  shown(
    'stop_signal',
    actual.stopSignal ?? 'SIGTERM',
    wanted.stopSignal ?? textOf(dig(image, 'StopSignal')) ?? 'SIGTERM',
  );
  shown('stop_grace_period', actual.stopSeconds?.toString(), wanted.stopSeconds?.toString());
  flags(wanted, actual, shown);
  compare('cap_add', capabilities(actual.capAdd), capabilities(wanted.capAdd));
  compare('cap_drop', capabilities(actual.capDrop), capabilities(wanted.capDrop));
  compare('security_opt', securityOf(actual), securityOf(wanted));
  compare('devices', devices(actual.devices), devices(wanted.devices));
  // What is left out is as the engine has it, which nobody tells.
  if (wanted.logDriver !== undefined) shown('logging', actual.logDriver, wanted.logDriver);
  if (wanted.logDriver !== undefined || Object.keys(wanted.logOptions).length > 0)
    compare('logging', actual.logOptions, wanted.logOptions);
  compare('sysctls', actual.sysctls, wanted.sysctls);
  compare('ulimits', limits(actual), limits(wanted));
  shown('shm_size', bytes(actual.shmBytes), bytes(wanted.shmBytes));
  return changes;
}

/** What can be changed while a container stays the same one: looked at even where its hash says that nothing was changed. */
export function liveDifference(wanted: ContainerSpec, actual: ContainerSpec): SpecChange[] {
  const changes: SpecChange[] = [];
  const shown = (key: string, from = '', to = ''): void => {
    if (from !== to) changes.push({ key, from, to });
  };
  shown('mem_limit', bytes(actual.memoryBytes), bytes(wanted.memoryBytes));
  shown('cpus', actual.cpus?.toString(), wanted.cpus?.toString());
  shown('pids_limit', actual.pidsLimit?.toString(), wanted.pidsLimit?.toString());
  shown('restart', actual.restartPolicy ?? 'no', wanted.restartPolicy ?? 'no');
  compareNetworks(wanted, actual, changes);
  return changes;
}

function flags(
  wanted: ContainerSpec,
  actual: ContainerSpec,
  shown: (key: string, from: string, to: string) => void,
): void {
  const pairs = [
    ['init', 'hasInit'],
    ['privileged', 'isPrivileged'],
    ['read_only', 'isReadOnly'],
    ['tty', 'hasTty'],
    ['stdin_open', 'isInteractive'],
  ] as const;
  for (const [key, field] of pairs) shown(key, String(actual[field]), String(wanted[field]));
}

function compareMaps(
  key: string,
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
  changes: SpecChange[],
): void {
  for (const name of [...new Set([...Object.keys(from), ...Object.keys(to)])].sort())
    if (from[name] !== to[name]) changes.push({ key: `${key} ${name}`, ...HIDDEN });
}

function compareMounts(wanted: readonly MountSpec[], actual: readonly MountSpec[], changes: SpecChange[]): void {
  const left = new Map(actual.map((mount) => [path(mount.destination), mount]));
  for (const mount of wanted) {
    const at = path(mount.destination);
    const found = left.get(at);
    left.delete(at);
    const [from, to] = [found ? mountWords(found) : '', mountWords(mount)];
    if (from !== to) changes.push({ key: 'volumes', from, to });
  }
  // An image asks for anonymous ones itself.
  for (const mount of left.values())
    if (!isAnonymousVolume(mount)) changes.push({ key: 'volumes', from: mountWords(mount), to: '' });
}

function mountWords(mount: MountSpec): string {
  const { type, source, destination, isReadOnly, options } = mount;
  const from = isAnonymousVolume(mount) ? '' : type === 'bind' ? path(source ?? '') : (source ?? '');
  const rest = type === 'tmpfs' ? `tmpfs${options === undefined ? '' : ` ${options}`}` : from;
  return `${rest === '' ? '' : `${rest}:`}${path(destination)}${isReadOnly ? ':ro' : ''}`;
}

const path = (text: string): string => (text.length > 1 ? text.replace(/\/+$/, '') : text);

function compareNetworks(wanted: ContainerSpec, actual: ContainerSpec, changes: SpecChange[]): void {
  if ((wanted.networkMode ?? '') !== (actual.networkMode ?? '')) {
    changes.push({ key: 'network_mode', from: actual.networkMode ?? '', to: wanted.networkMode ?? '' });
    return;
  }
  const left = new Map(actual.networks.map((one) => [one.name, one]));
  for (const network of wanted.networks) {
    const found = left.get(network.name);
    left.delete(network.name);
    if (!found) changes.push({ key: 'networks', from: '', to: network.name });
    else if (!fits(network, found))
      changes.push({ key: 'networks', from: networkWords(found), to: networkWords(network) });
  }
  for (const name of left.keys()) changes.push({ key: 'networks', from: name, to: '' });
}

/** Names beyond those that were asked for are added by Docker and compose. */
const fits = (wanted: NetworkSpec, actual: NetworkSpec): boolean =>
  wanted.ipv4 === actual.ipv4 &&
  wanted.ipv6 === actual.ipv6 &&
  wanted.aliases.every((alias) => actual.aliases.includes(alias));

const networkWords = ({ name, aliases, ipv4, ipv6 }: NetworkSpec): string =>
  [name, ...aliases, ipv4, ipv6].filter((part) => part !== undefined).join(' ');

const portWords = (ports: readonly PortSpec[]): string =>
  ports
    .map(({ containerPort, protocol, hostIp, hostPort, hostPortEnd }) => {
      const ip = hostIp === undefined || hostIp === '0.0.0.0' || hostIp === '::' ? '' : `${hostIp}:`;
      return `${ip}${hostPort === undefined ? '' : `${hostPort}${hostPortEnd === undefined ? '' : `-${hostPortEnd}`}:`}${containerPort}/${protocol}`;
    })
    .sort()
    .join(', ');

function reference(text: string): string {
  const parsed = parseImageReference(text);
  return isReferenceFault(parsed) ? text : formatImageReference(withDefaultTag(parsed));
}

const texts = (image: unknown, key: string): string[] => [...textsOf(dig(image, key))];
const bytes = (size: number | undefined): string => (size === undefined ? '' : bytesWord(size));
const sorted = (list: readonly string[]): string[] => [...list].sort();
const capabilities = (list: readonly string[]): string[] =>
  list.map((one) => one.toUpperCase().replace(/^CAP_/, '')).sort();
const devices = (list: readonly string[]): string[] =>
  list
    .map((one) => one.split(':'))
    .map(([from = '', to = from, rights = 'rwm']) => `${from}:${to}:${rights}`)
    .sort();
const limits = ({ ulimits }: ContainerSpec): string[] =>
  ulimits.map(({ name, soft, hard }) => `${name} ${soft} ${hard}`).sort();
/** Docker says itself that a privileged container has no labels. */
const securityOf = ({ securityOptions }: ContainerSpec): string[] =>
  sorted(securityOptions.filter((one) => one !== 'label=disable').map((one) => one.replace('=', ':')));

/** Docker's defaults may be written or left out. */
function health(check: HealthSpec | undefined): unknown {
  if (!check || check.test[0] === 'NONE' || check.test.length === 0) return null;
  const { test, intervalSeconds, timeoutSeconds, startSeconds, retries } = check;
  return [test, intervalSeconds || 30, timeoutSeconds || 30, startSeconds, retries || 3];
}
