import { containerSpec, type ContainerSpec, type MountSpec } from '#shared/contract/container-spec.ts';
import { joinCommand, splitCommand } from '#shared/format/command-line.ts';
import { bytesWord } from '#shared/format/docker-run.ts';

export interface Variable {
  readonly name: string;
  readonly value: string;
}
export interface PortRow {
  /** "8080" or "127.0.0.1:8080"; empty: Docker chooses one. */
  readonly host: string;
  readonly container: string;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
}
export interface MountRow {
  readonly type: MountSpec['type'];
  readonly source: string;
  readonly destination: string;
  readonly isReadOnly: boolean;
  /** What the form has no field for. */
  readonly given?: MountSpec;
}
export interface NetworkRow {
  readonly name: string;
  /** With commas between them. */
  readonly aliases: string;
  readonly given?: ContainerSpec['networks'][number];
}

/** What a run form holds: texts as they are typed. */
export interface RunDraft {
  readonly image: string;
  readonly name: string;
  readonly command: string;
  readonly entrypoint: string;
  readonly env: readonly Variable[];
  readonly ports: readonly PortRow[];
  readonly mounts: readonly MountRow[];
  /** Empty: the networks below, or the default one. */
  readonly networkMode: string;
  readonly networks: readonly NetworkRow[];
  readonly memory: string;
  readonly cpus: string;
  readonly pids: string;
  readonly restart: string;
  readonly health: 'image' | 'none' | 'own';
  readonly healthCommand: string;
  readonly healthInterval: string;
  readonly healthTimeout: string;
  readonly healthStart: string;
  readonly healthRetries: string;
  readonly labels: readonly Variable[];
  readonly user: string;
  readonly workingDir: string;
  readonly hostname: string;
  readonly hasTty: boolean;
  readonly isInteractive: boolean;
  readonly hasInit: boolean;
  readonly isReadOnly: boolean;
  readonly isPrivileged: boolean;
}

export const EMPTY_DRAFT: RunDraft = {
  image: '',
  name: '',
  command: '',
  entrypoint: '',
  env: [],
  ports: [],
  mounts: [],
  networkMode: '',
  networks: [],
  memory: '',
  cpus: '',
  pids: '',
  restart: 'no',
  health: 'image',
  healthCommand: '',
  healthInterval: '',
  healthTimeout: '',
  healthStart: '',
  healthRetries: '',
  labels: [],
  user: '',
  workingDir: '',
  hostname: '',
  hasTty: false,
  isInteractive: false,
  hasInit: false,
  isReadOnly: false,
  isPrivileged: false,
};

/** By the field of the spec. */
export type Faults = Readonly<Record<string, string | undefined>>;

const variables = (map: Readonly<Record<string, string>>): Variable[] =>
  Object.entries(map).map(([name, value]) => ({ name, value }));
const number = (value: number | undefined): string => (value === undefined || value === 0 ? '' : String(value));

/** A form filled from what a container is made from. */
export function draftOf(spec: ContainerSpec): RunDraft {
  const health = spec.healthCheck;
  const [kind, ...words] = health?.test ?? [];
  return {
    ...EMPTY_DRAFT,
    image: spec.image,
    name: spec.name ?? '',
    command: joinCommand(spec.command ?? []),
    entrypoint: joinCommand(spec.entrypoint ?? []),
    env: variables(spec.env),
    ports: spec.ports.map(({ hostIp, hostPort, hostPortEnd, containerPort, protocol }) => ({
      host: `${hostIp === undefined ? '' : `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:`}${hostPort ?? ''}${hostPortEnd === undefined ? '' : `-${hostPortEnd}`}`,
      container: String(containerPort),
      protocol,
    })),
    mounts: spec.mounts.map((given) => ({
      type: given.type,
      source: given.type === 'tmpfs' ? (given.options ?? '') : (given.source ?? ''),
      destination: given.destination,
      isReadOnly: given.isReadOnly,
      given,
    })),
    networkMode: spec.networkMode ?? '',
    networks: spec.networks.map((given) => ({ name: given.name, aliases: given.aliases.join(', '), given })),
    memory: spec.memoryBytes === undefined ? '' : bytesWord(spec.memoryBytes),
    cpus: number(spec.cpus),
    pids: number(spec.pidsLimit),
    restart: spec.restartPolicy ?? 'no',
    health: kind === undefined ? 'image' : kind === 'NONE' ? 'none' : 'own',
    healthCommand: kind === 'CMD' ? joinCommand(words) : (words[0] ?? ''),
    healthInterval: number(health?.intervalSeconds),
    healthTimeout: number(health?.timeoutSeconds),
    healthStart: number(health?.startSeconds),
    healthRetries: number(health?.retries),
    labels: variables(spec.labels),
    user: spec.user ?? '',
    workingDir: spec.workingDir ?? '',
    hostname: spec.hostname ?? '',
    hasTty: spec.hasTty,
    isInteractive: spec.isInteractive,
    hasInit: spec.hasInit,
    isReadOnly: spec.isReadOnly,
    isPrivileged: spec.isPrivileged,
  };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** "512m", "1.5 GiB" in bytes; undefined for what is none. */
export function bytesOf(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgtb]?)(?:i?b)?$/i.exec(text.trim());
  const unit = UNITS[(match?.[2] ?? '').toLowerCase()];
  return match && unit !== undefined ? Math.round(Number(match[1]) * unit) : undefined;
}

/**
 * The spec that a draft says, over the one that it was filled from (for what the form has no fields for), and what is
 * wrong with it. The spec is there also where something is wrong, as far as it can be read.
 */
export function specOf(draft: RunDraft, base?: ContainerSpec): { spec: ContainerSpec; faults: Faults } {
  const faults: Record<string, string | undefined> = {};
  const words = (field: 'command' | 'entrypoint'): string[] | undefined => {
    const parts = splitCommand(draft[field]);
    if (parts === undefined) faults[field] = 'A quote is not closed.';
    return parts === undefined || parts.length === 0 ? undefined : parts;
  };
  const amount = (text: string, field: string, wrong: string): number | undefined => {
    if (text.trim() === '') return undefined;
    const value = Number(text.trim());
    if (Number.isFinite(value) && value >= 0) return value;
    faults[field] = wrong;
    return undefined;
  };
  const bytes = draft.memory.trim() === '' ? undefined : bytesOf(draft.memory);
  if (draft.memory.trim() !== '' && bytes === undefined) faults['memoryBytes'] = 'Write a size such as 512m or 2g.';
  const text = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());
  const raw = {
    ...base,
    image: draft.image.trim(),
    name: text(draft.name),
    command: words('command'),
    entrypoint: words('entrypoint'),
    env: mapOf(draft.env, 'env', 'variable', faults),
    labels: mapOf(draft.labels, 'labels', 'label', faults),
    ports: draft.ports.filter(({ host, container }) => host + container !== '').map((row) => portOf(row, faults)),
    mounts: draft.mounts.filter(({ source, destination }) => source + destination !== '').map(mountOf),
    networkMode: text(draft.networkMode),
    networks: draft.networkMode === '' ? draft.networks.filter(({ name }) => name.trim() !== '').map(networkOf) : [],
    memoryBytes: bytes,
    cpus: amount(draft.cpus, 'cpus', 'Write a number such as 1.5.'),
    pidsLimit: amount(draft.pids, 'pidsLimit', 'Write a whole number.'),
    restartPolicy: draft.restart === 'no' ? undefined : draft.restart,
    healthCheck: healthOf(draft, base, amount, faults),
    user: text(draft.user),
    workingDir: text(draft.workingDir),
    hostname: text(draft.hostname),
    hasTty: draft.hasTty,
    isInteractive: draft.isInteractive,
    hasInit: draft.hasInit,
    isReadOnly: draft.isReadOnly,
    isPrivileged: draft.isPrivileged,
  };
  if (raw.image === '') faults['image'] = 'Name an image.';
  const parsed = containerSpec.safeParse(raw);
  if (parsed.success) return { spec: parsed.data, faults };
  for (const { path, message } of parsed.error.issues) faults[String(path[0])] ??= message;
  return { spec: readable(raw), faults };
}

/** What is right of it: the words beside the form go on while something is typed. */
function readable(raw: Readonly<Record<string, unknown>>): ContainerSpec {
  const good = Object.entries(raw).filter(
    ([key, value]) => value !== undefined && containerSpec.safeParse({ image: 'image', [key]: value }).success,
  );
  return containerSpec.parse({ image: 'image', ...Object.fromEntries(good) });
}

function mapOf(
  rows: readonly Variable[],
  field: string,
  noun: string,
  faults: Record<string, string | undefined>,
): Record<string, string> {
  const seen = new Set<string>();
  for (const { name, value } of rows) {
    if (name.trim() === '' && value !== '') faults[field] ??= `A ${noun} has no name.`;
    if (name.trim() !== '' && seen.has(name.trim())) faults[field] ??= `${name.trim()} is there twice.`;
    seen.add(name.trim());
  }
  return Object.fromEntries(
    rows.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]),
  );
}

function portOf({ host, container, protocol }: PortRow, faults: Record<string, string | undefined>): unknown {
  const match = /^(?:\[([0-9a-f:]+)\]:|([0-9.]+):)?(\d{0,5})(?:-(\d{1,5}))?$/i.exec(host.trim());
  const inside = Number(container.trim());
  if (!match) faults['ports'] ??= 'A host port is a number, or an address and a number: 127.0.0.1:8080.';
  if (!Number.isInteger(inside) || inside < 1 || inside > 65_535)
    faults['ports'] ??= 'A port is a number from 1 to 65535.';
  const outside = Number(match?.[3] ?? 0);
  const last = match?.[4] === undefined ? undefined : Number(match[4]);
  if (last !== undefined && (last < outside || outside === 0))
    faults['ports'] ??= 'A range of ports is written from the lowest to the highest: 8000-8010.';
  if (Math.max(outside, last ?? 0) > 65_535) faults['ports'] ??= 'A port is a number from 1 to 65535.';
  const hostIp = match?.[1] ?? match?.[2];
  return {
    containerPort: inside,
    protocol,
    ...(outside > 0 && { hostPort: outside }),
    ...(last !== undefined && last > outside && { hostPortEnd: last }),
    ...(hostIp !== undefined && { hostIp }),
  };
}

function mountOf({ type, source, destination, isReadOnly, given }: MountRow): unknown {
  const from = source.trim();
  const same = given?.type === type ? given : undefined;
  return {
    ...same,
    type,
    destination: destination.trim(),
    isReadOnly,
    source: type === 'tmpfs' || from === '' ? undefined : from,
    options: type === 'tmpfs' && from !== '' ? from : undefined,
  };
}

const networkOf = ({ name, aliases, given }: NetworkRow): unknown => ({
  ...(given?.name === name.trim() ? given : undefined),
  name: name.trim(),
  aliases: aliases
    .split(',')
    .map((alias) => alias.trim())
    .filter(Boolean),
});

function healthOf(
  draft: RunDraft,
  base: ContainerSpec | undefined,
  amount: (text: string, field: string, wrong: string) => number | undefined,
  faults: Record<string, string | undefined>,
): unknown {
  if (draft.health === 'image') return undefined;
  if (draft.health === 'none') return { test: ['NONE'] };
  const command = draft.healthCommand.trim();
  if (command === '') faults['healthCheck'] = 'Write the command that says whether it is well.';
  const old = base?.healthCheck?.test;
  // A list of words stays one: only what is typed anew is a line for a shell.
  const isSame = base !== undefined && old !== undefined && draftOf(base).healthCommand === command;
  const seconds = (text: string): number => amount(text, 'healthCheck', 'Write seconds as a number.') ?? 0;
  return {
    test: isSame ? old : ['CMD-SHELL', command],
    intervalSeconds: seconds(draft.healthInterval),
    timeoutSeconds: seconds(draft.healthTimeout),
    startSeconds: seconds(draft.healthStart),
    retries: seconds(draft.healthRetries),
  };
}
