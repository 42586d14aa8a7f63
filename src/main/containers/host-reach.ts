import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import type { SpecChanges } from '#shared/contract/container-edit.ts';
import type { CarriedSettings } from '#main/engine/container-body.ts';

/** What Docker gives every container, so that to ask for one of them asks for nothing. */
const USUAL_CAPABILITIES = new Set(
  (
    'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL ' +
    'AUDIT_WRITE'
  ).split(' '),
);
/** These take rights away. */
const STRICTER = /^no-new-privileges([:=]true)?$/;
/** Shows the names of control groups and gives none of them; where they are of version 1 Docker sets "host" for every container. */
const HARMLESS = 'CgroupnsMode';
/** Docker notes its own runtime with every container. */
const USUAL_RUNTIMES: ReadonlySet<unknown> = new Set(['runc', 'io.containerd.runc.v2']);
/** What runs in a container, and with it what can be done with its reach. */
const PROGRAM = [
  'image',
  'command',
  'entrypoint',
  'healthCheck',
  'env',
  'user',
] as const satisfies readonly (keyof SpecChanges)[];

/** By which of its settings a container gets at the machine that it runs on, in words; `isOwn`: a folder that is ours to give. */
export function hostReach(
  spec: ContainerSpec,
  carried?: CarriedSettings,
  isOwn: (path: string) => boolean = () => false,
): string[] {
  const isHostNetwork = spec.networkMode === 'host' || spec.networks.some(({ name }) => name === 'host');
  const capabilities = spec.capAdd.filter((one) => !USUAL_CAPABILITIES.has(one.toUpperCase().replace(/^CAP_/, '')));
  const spaces = Object.entries(carried?.host ?? {}).filter(
    ([key, value]) =>
      (key.endsWith('Mode') && key !== HARMLESS && value === 'host') ||
      (key === 'Runtime' && !USUAL_RUNTIMES.has(value)) ||
      ['DeviceCgroupRules', 'DeviceRequests'].includes(key),
  );
  return [
    ...(spec.isPrivileged ? ['all rights on this machine'] : []),
    ...(isHostNetwork ? ["the machine's own network"] : []),
    ...spec.mounts.flatMap(({ type, source = '' }) =>
      type === 'bind' && !isOwn(source) ? [`the folder ${source} of this machine`] : [],
    ),
    ...capabilities.map((one) => `the capability ${one}`),
    ...spec.devices.map((one) => `the device ${one}`),
    ...spec.securityOptions.filter((one) => !STRICTER.test(one)).map((one) => `the security option ${one}`),
    ...spaces.map(([key]) => `the setting ${key}`),
  ];
}

/** The reach that a change gives to somebody: what is new, or all of it where another program is to run with it. */
export function reachOfChange(before: readonly string[], after: readonly string[], changes: SpecChanges): string[] {
  const isOther = PROGRAM.some((key) => changes[key] !== undefined);
  return isOther ? [...after] : after.filter((one) => !before.includes(one));
}

/** A volume of Docker's own driver can be any folder or device of the machine. */
export const volumeReach = (options: Readonly<Record<string, string>>): string[] =>
  Object.entries(options).flatMap(([key, value]) =>
    key.toLowerCase() === 'device' ? [`the folder or device ${value} of this machine`] : [],
  );
