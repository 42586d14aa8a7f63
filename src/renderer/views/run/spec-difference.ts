import { COVERED, type SpecChanges } from '#shared/contract/container-edit.ts';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { bytesWord, volumeWord } from '#shared/format/docker-run.ts';
import { portWord, runSpec } from '#shared/format/run-spec.ts';
import { isSecretVariable } from '#shared/format/secret-name.ts';

export interface Difference {
  readonly label: string;
  readonly from: string;
  readonly to: string;
  /** Docker can change it while the container runs; else it is made anew. */
  readonly isLive: boolean;
}

const NONE = '–';
type Words = (spec: ContainerSpec) => string;
const list = (texts: readonly string[]): string => texts.join(', ');
const flag =
  (of: (spec: ContainerSpec) => boolean): Words =>
  (spec) =>
    of(spec) ? 'yes' : 'no';

/** How each field reads, in the order of the form. */
const FIELDS: readonly { key: keyof ContainerSpec; label: string; words: Words }[] = [
  { key: 'image', label: 'Image', words: ({ image }) => image },
  { key: 'command', label: 'Command', words: ({ command }) => joinCommand(command ?? []) },
  { key: 'entrypoint', label: 'Entrypoint', words: ({ entrypoint }) => joinCommand(entrypoint ?? []) },
  { key: 'ports', label: 'Ports', words: ({ ports }) => list(ports.map(portWord)) },
  {
    key: 'mounts',
    label: 'Mounts',
    words: (spec) =>
      list([...runSpec(spec).mounts.map(volumeWord), ...runSpec(spec).tmpfs.map((one) => `tmpfs ${one}`)]),
  },
  { key: 'networkMode', label: 'Network mode', words: ({ networkMode }) => networkMode ?? '' },
  {
    key: 'networks',
    label: 'Networks',
    words: ({ networks }) =>
      list(networks.map(({ name, aliases }) => (aliases.length > 0 ? `${name} (${aliases.join(', ')})` : name))),
  },
  {
    key: 'memoryBytes',
    label: 'Memory',
    words: ({ memoryBytes: bytes }) => (bytes === undefined ? '' : bytesWord(bytes)),
  },
  { key: 'cpus', label: 'CPUs', words: ({ cpus }) => String(cpus ?? '') },
  { key: 'pidsLimit', label: 'Processes', words: ({ pidsLimit }) => String(pidsLimit ?? '') },
  { key: 'restartPolicy', label: 'Restart', words: ({ restartPolicy }) => restartPolicy ?? 'no' },
  {
    key: 'healthCheck',
    label: 'Health check',
    words: ({ healthCheck: check }) =>
      check === undefined
        ? "the image's"
        : check.test[0] === 'NONE'
          ? 'none'
          : `${check.test.slice(1).join(' ')}${check.intervalSeconds > 0 ? `, every ${check.intervalSeconds} s` : ''}${check.retries > 0 ? `, ${check.retries} times` : ''}`,
  },
  { key: 'user', label: 'User', words: ({ user }) => user ?? '' },
  { key: 'workingDir', label: 'Working folder', words: ({ workingDir }) => workingDir ?? '' },
  { key: 'hostname', label: 'Host name', words: ({ hostname }) => hostname ?? '' },
  { key: 'hasTty', label: 'Terminal', words: flag(({ hasTty }) => hasTty) },
  { key: 'isInteractive', label: 'Open input', words: flag(({ isInteractive }) => isInteractive) },
  { key: 'hasInit', label: 'Init process', words: flag(({ hasInit }) => hasInit) },
  { key: 'isReadOnly', label: 'Read-only', words: flag(({ isReadOnly }) => isReadOnly) },
  { key: 'isPrivileged', label: 'Privileged', words: flag(({ isPrivileged }) => isPrivileged) },
];
const LIVE = new Set<string>(['memoryBytes', 'cpus', 'pidsLimit', 'restartPolicy']);

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What is to be sent, and what the reader is shown of it first. */
export function differenceOf(
  old: ContainerSpec,
  next: ContainerSpec,
): { changes: SpecChanges; shown: readonly Difference[]; isLive: boolean } {
  const shown: Difference[] = [];
  const changes: Record<string, unknown> = {};
  if (next.name !== undefined && next.name !== old.name) {
    changes['name'] = next.name;
    shown.push({ label: 'Name', from: old.name ?? NONE, to: next.name, isLive: true });
  }
  for (const { key, label, words } of FIELDS) {
    if (isSame(old[key], next[key])) continue;
    changes[key] = next[key] ?? null;
    // A limit cannot be taken off while it runs, only changed.
    const isLive = LIVE.has(key) && (next[key] !== undefined || key === 'restartPolicy');
    shown.push({ label, from: words(old) || NONE, to: words(next) || NONE, isLive });
  }
  for (const [key, label] of [['env', 'Variable'] as const, ['labels', 'Label'] as const]) {
    const delta = deltaOf(old[key], next[key]);
    if (Object.keys(delta).length === 0) continue;
    changes[key] = delta;
    for (const [name, value] of Object.entries(delta)) {
      const isSecret = isSecretVariable(name);
      const words = (text: string | null | undefined): string =>
        text === undefined || text === null ? NONE : isSecret ? COVERED : text || '""';
      const to = isSecret && value !== null && old[key][name] !== undefined ? 'another value' : words(value);
      shown.push({ label: `${label} ${name}`, from: words(old[key][name]), to, isLive: false });
    }
  }
  return { changes: changes as SpecChanges, shown, isLive: shown.every((one) => one.isLive) };
}

function deltaOf(
  old: Readonly<Record<string, string>>,
  next: Readonly<Record<string, string>>,
): Record<string, string | null> {
  const gone = Object.keys(old).filter((name) => !(name in next));
  const changed = Object.entries(next).filter(([name, value]) => old[name] !== value);
  return { ...Object.fromEntries(gone.map((name) => [name, null])), ...Object.fromEntries(changed) };
}
