import type { MountSpec } from '#shared/contract/container-spec.ts';
import { nearestWord } from '#shared/compose/compose-keys.ts';
import { Fields } from '#main/stacks/compose/fields.ts';
import type { Node, Problems } from '#main/stacks/compose/located.ts';
import type { StackPaths } from '#main/stacks/compose/paths.ts';

export interface MountContext {
  readonly paths: StackPaths;
  readonly problems: Problems;
  /** Names at the engine of the volumes that the file declares, by their keys. */
  readonly volumes: ReadonlyMap<string, string>;
}

export interface ReadMounts {
  readonly mounts: readonly MountSpec[];
  /** Keys of named volumes. */
  readonly volumes: readonly string[];
}

const MODES = /^(ro|rw|z|Z|cached|delegated|consistent|nocopy|r?private|r?shared|r?slave)$/;
const PROPAGATION = /^(r?private|r?shared|r?slave)$/;

/** `volumes` and `tmpfs` of a service. */
export function readMounts(service: Fields, context: MountContext): ReadMounts {
  const used = new Set<string>();
  const mounts = service.items('volumes').flatMap((item) => readMount(item, context, used) ?? []);
  for (const path of service.list('tmpfs', true)) {
    const [destination = '', options] = path.split(':');
    mounts.push({ type: 'tmpfs', destination, isReadOnly: false, ...(options !== undefined && { options }) });
  }
  return { mounts, volumes: [...used] };
}

function readMount(item: Node, context: MountContext, used: Set<string>): MountSpec | undefined {
  const { problems } = context;
  if (item.kind === 'seq') {
    problems.error(item.at, 'A volume is a text, as "data:/var/lib/data", or a map.');
    return undefined;
  }
  return item.kind === 'scalar' ? shortMount(item.text, item, context, used) : longMount(item, context, used);
}

function shortMount(text: string, item: Node, context: MountContext, used: Set<string>): MountSpec | undefined {
  const { problems } = context;
  const parts = text.split(':');
  const [first = '', second, modeText, ...more] = parts;
  if (more.length > 0 || text === '') {
    problems.error(item.at, 'A volume is written as source:target or source:target:ro.');
    return undefined;
  }
  const modes = (modeText ?? '').split(',').filter((mode) => mode !== '');
  const wrong = modes.find((mode) => !MODES.test(mode));
  if (wrong !== undefined) problems.error(item.at, `"${wrong}" is no way to mount. "ro" and "rw" are.`);
  if (modes.some((mode) => mode === 'nocopy'))
    problems.error(item.at, 'Quayside does not support nocopy. Take it out, or run docker compose by hand.');
  if (modes.some((mode) => /^z$/i.test(mode))) problems.warn(item.at, 'Labels of SELinux are left out of account.');
  const target = second ?? first;
  if (!target.startsWith('/')) {
    problems.error(item.at, `The path in the container begins with "/", and "${target}" does not.`);
    return undefined;
  }
  const common = { destination: target, isReadOnly: modes.includes('ro') };
  if (second === undefined) return { type: 'volume', ...common };
  const propagation = modes.find((mode) => PROPAGATION.test(mode)) as MountSpec['propagation'];
  return sourced(first, item, context, used, { ...common, ...(propagation && { propagation }) }, true);
}

function longMount(
  item: Extract<Node, { kind: 'map' }>,
  context: MountContext,
  used: Set<string>,
): MountSpec | undefined {
  const { problems } = context;
  const fields = new Fields(item, 'mount', problems);
  const type = fields.text('type') ?? 'volume';
  const destination = fields.text('target');
  const source = fields.text('source');
  if (destination === undefined || !destination.startsWith('/')) {
    problems.error(item.at, 'A volume has a target: its path in the container, beginning with "/".');
    return undefined;
  }
  const common = { destination, isReadOnly: fields.flag('read_only') ?? false };
  const bind = fields.fields('bind', 'mountBind');
  const tmpfs = fields.fields('tmpfs', 'mountTmpfs');
  fields.fields('volume', 'mountVolume');
  if (type === 'tmpfs') {
    const [size, mode] = [tmpfs?.bytes('size'), tmpfs?.text('mode')];
    const options = [size === undefined ? '' : `size=${size}`, mode === undefined ? '' : `mode=${mode}`];
    const written = options.filter((one) => one !== '').join(',');
    return { type: 'tmpfs', ...common, ...(written !== '' && { options: written }) };
  }
  if (type !== 'volume' && type !== 'bind') {
    problems.error(fields.get('type')?.at ?? item.at, `Quayside does not support mounts of the type "${type}".`);
    return undefined;
  }
  if (source === undefined) {
    if (type === 'bind') problems.error(item.at, 'A bind has a source: a folder or file of this machine.');
    return type === 'bind' ? undefined : { type: 'volume', ...common };
  }
  if (type === 'volume') return named(source, fields.get('source') ?? item, context, used, common);
  const propagation = bind?.text('propagation') as MountSpec['propagation'];
  const createsSource = bind?.flag('create_host_path') ?? true;
  return bound(source, item, context, { ...common, createsSource, ...(propagation && { propagation }) });
}

type Common = Pick<MountSpec, 'destination' | 'isReadOnly' | 'propagation' | 'createsSource'>;

function sourced(
  source: string,
  item: Node,
  context: MountContext,
  used: Set<string>,
  common: Common,
  createsSource: boolean,
): MountSpec | undefined {
  return /^[./~]/.test(source)
    ? bound(source, item, context, { ...common, createsSource })
    : named(source, item, context, used, common);
}

function bound(source: string, item: Node, { paths, problems }: MountContext, common: Common): MountSpec | undefined {
  if (!source.startsWith('~')) return { type: 'bind', source: paths.whole(source), ...common };
  problems.error(item.at, 'Quayside does not know whose home "~" is. Write the whole path.');
  return undefined;
}

function named(
  key: string,
  item: Node,
  { volumes, problems }: MountContext,
  used: Set<string>,
  common: Common,
): MountSpec | undefined {
  const source = volumes.get(key);
  if (source !== undefined) {
    used.add(key);
    return { type: 'volume', source, ...common };
  }
  const near = nearestWord(key, volumes.keys());
  const hint = near === undefined ? 'Declare it below volumes, or begin a path with "./".' : `"${near}" is one.`;
  problems.error(item.at, `There is no volume "${key}" below volumes. ${hint}`);
  return undefined;
}
