import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { AppError, type ErrorReason } from '#shared/protocol/errors.ts';
import { diskFull } from '#main/engine/image-error.ts';

/** `$1` in a message or hint is what the pattern caught. */
interface Rule {
  readonly said: RegExp;
  readonly code: 'bad_request' | 'conflict' | 'not_found' | 'engine_error';
  readonly message: string;
  readonly hint: string;
  readonly field?: string;
  readonly reason?: ErrorReason;
}

const RULES: readonly Rule[] = [
  {
    said: /container name "\/?([^"]+)" is already in use/i,
    code: 'conflict',
    message: 'There is a container "$1" already.',
    hint: 'Choose another name, or remove that one.',
    field: 'name',
    reason: 'taken',
  },
  {
    said: /Invalid container name/i,
    code: 'bad_request',
    message: 'Docker does not take this name.',
    hint: 'Use letters, digits, "_", "." and "-".',
    field: 'name',
  },
  {
    said: /^No such image: (.+)$/i,
    code: 'not_found',
    message: 'There is no image "$1" here.',
    hint: 'Pull it first.',
    field: 'image',
  },
  {
    said: /network (\S+) not found|could not find network (\S+)/i,
    code: 'not_found',
    message: 'There is no network "$1".',
    hint: 'Choose one that is there, or create it first.',
    field: 'networks',
  },
  {
    said: /Bind for [^ ]*?:(\d+) failed: port is already allocated|listen \w+ \S*?:(\d+): bind: address already in use|bind for \S*:(\d+)/i,
    code: 'conflict',
    message: 'Port $1 is already used on this machine.',
    hint: 'Choose another port, or stop what uses it.',
    field: 'ports',
    reason: 'taken',
  },
  {
    said: /bind source path does not exist: (.+)$/i,
    code: 'bad_request',
    message: 'There is no "$1" on the machine that Docker runs on.',
    hint: 'Create the file or folder first, or choose another.',
    field: 'mounts',
  },
  {
    said: /Duplicate mount point: (.+)$/i,
    code: 'bad_request',
    message: 'Two mounts lie at "$1".',
    hint: 'Give one of them another path.',
    field: 'mounts',
  },
  {
    said: /invalid mount (?:config|target|path)[^:]*: (.+)$|invalid volume specification: (.+)$/i,
    code: 'bad_request',
    message: 'Docker does not take a mount: $1.',
    hint: 'Check its source and its path in the container.',
    field: 'mounts',
  },
  {
    said: /Minimum memory limit allowed is (\w+)/i,
    code: 'bad_request',
    message: 'A memory limit is at least $1.',
    hint: 'Give it more, or none.',
    field: 'memoryBytes',
  },
  {
    said: /Range of CPUs is from ([\d.]+ to [\d.]+)/i,
    code: 'bad_request',
    message: 'This machine gives from $1 CPUs.',
    hint: 'Choose a number in this range.',
    field: 'cpus',
  },
  {
    said: /Restart policy cannot be updated because AutoRemove/i,
    code: 'conflict',
    message: 'It removes itself when it ends, so it cannot restart.',
    hint: 'Run it anew without that.',
    field: 'restartPolicy',
  },
  {
    said: /user specified IP address is supported/i,
    code: 'bad_request',
    message: 'This network gives addresses itself.',
    hint: 'A fixed address needs a network with a subnet of its own.',
    field: 'networks',
  },
  {
    said: /no configured subnet (?:or ip-range )?contain|Invalid address|is not in any subnet/i,
    code: 'bad_request',
    message: "The address is not one of the network's.",
    hint: 'Choose one of its subnet.',
    field: 'networks',
  },
  {
    said: /^Address already in use$/i,
    code: 'conflict',
    message: 'The address is taken in this network.',
    hint: 'Choose another, or leave it out.',
    field: 'networks',
    reason: 'taken',
  },
  {
    said: /network-scoped alias(?:es)? (?:is|are) supported only/i,
    code: 'bad_request',
    message: 'The default network has no aliases.',
    hint: 'Use a network of its own.',
    field: 'networks',
  },
  {
    said: /exec: "([^"]+)": (?:executable file not found|stat |no such file|permission denied|is a directory)/i,
    code: 'bad_request',
    message: 'The image has no program "$1" that could be run.',
    hint: 'Check the command and the entrypoint.',
    field: 'command',
  },
  {
    said: /No command specified/i,
    code: 'bad_request',
    message: 'The image does not say what to run.',
    hint: 'Write a command.',
    field: 'command',
  },
  {
    said: /unable to find (?:user|group) (\S+?):/i,
    code: 'bad_request',
    message: 'The image has no user or group "$1".',
    hint: 'Check the user, or use its number.',
    field: 'user',
  },
  {
    said: /unknown log opt '([^']+)'/i,
    code: 'bad_request',
    message: 'The log driver has no option "$1".',
    hint: 'Check the options of this driver.',
    field: 'logOptions',
  },
  {
    said: /looking up logging plugin ([^:]+):|no log driver named '([^']+)'|failed to initialize logging driver: (.+)$/i,
    code: 'bad_request',
    message: 'The log driver cannot be used: $1.',
    hint: 'Choose json-file or local.',
    field: 'logDriver',
  },
  {
    said: /error gathering device information while adding custom device "([^"]+)"/i,
    code: 'bad_request',
    message: 'There is no device "$1" on the machine that Docker runs on.',
    hint: 'Check its path.',
    field: 'devices',
  },
  {
    said: /could not select device driver "([^"]*)"/i,
    code: 'bad_request',
    message: 'This engine has no driver for the graphics processors or other devices that are asked for.',
    hint: 'Install it on the machine that Docker runs on, or ask for none.',
    field: 'gpus',
  },
  {
    said: /unknown or invalid runtime name: (\S+)|unknown runtime specified (\S+)/i,
    code: 'bad_request',
    message: 'This engine has no runtime "$1".',
    hint: 'Install it on the machine that Docker runs on, or leave it out.',
    field: 'runtime',
  },
  {
    said: /cannot remove a running container|container is running: stop the container/i,
    code: 'conflict',
    message: 'The container is running.',
    hint: 'Stop it first, or remove it by force.',
    field: 'container',
  },
  {
    said: /cannot remove a paused container|container is paused and must be unpaused/i,
    code: 'conflict',
    message: 'The container is paused.',
    hint: 'Unpause and stop it first, or remove it by force.',
    field: 'container',
    reason: 'paused',
  },
  {
    said: /^No such container: |is marked for removal/i,
    code: 'not_found',
    message: 'The container is gone.',
    hint: 'It was removed meanwhile.',
    field: 'container',
    reason: 'removed',
  },
];

/** Why a container could not be made, changed, started or removed, in words; what Docker said of something else stays as it is. */
export function containerError(thrown: unknown, wanted: Partial<ContainerSpec> = {}): unknown {
  if (!(thrown instanceof AppError) || thrown.code === 'engine_unavailable' || thrown.code === 'timeout') return thrown;
  const said = thrown.message.replace(/^Docker answered with an error \(\d+\): /, '');
  if (/no space left/i.test(said)) return diskFull(said);
  for (const rule of RULES) {
    const match = rule.said.exec(said);
    if (!match) continue;
    const caught = match.slice(1).find((part) => part !== undefined) ?? '';
    return new AppError(
      rule.code,
      rule.message.replace('$1', () => shown(caught, rule.field, wanted)),
      {
        hint: rule.hint,
        ...(rule.field !== undefined && { field: rule.field }),
        ...(rule.reason !== undefined && { reason: rule.reason }),
        cause: thrown,
      },
    );
  }
  return thrown;
}

/** The image as it was written, where Docker completes it. */
const shown = (caught: string, field: string | undefined, wanted: Partial<ContainerSpec>): string =>
  (field === 'image' ? wanted.image : undefined) ?? caught.trim().replace(/\.$/, '');
