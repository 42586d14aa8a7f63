import { REPLACES_LABEL } from '#shared/contract/container-edit.ts';

/**
 * Of a container that takes the place of another: which one, whether that ran, and its restart policy, which is taken
 * off while it waits. With it a replacement is found again that nobody ended.
 */
export interface Replaces {
  readonly old: string;
  readonly hasRun: boolean;
  readonly restartPolicy: string;
}

export const replacesLabel = ({ old, hasRun, restartPolicy }: Replaces): string =>
  `${old} ${hasRun ? 'running' : 'stopped'} ${restartPolicy}`;

export function readReplaces(labels: Readonly<Record<string, string>>): Replaces | undefined {
  const match = /^([0-9a-f]{64}) (running|stopped) (\S+)$/.exec(labels[REPLACES_LABEL] ?? '');
  if (!match) return undefined;
  return { old: match[1] ?? '', hasRun: match[2] === 'running', restartPolicy: match[3] ?? 'no' };
}

/** Names of the two while both are there. */
export const nameOfOld = (name: string, id: string): string => `${name}.old-${id.slice(0, 6)}`;
export const nameOfNew = (name: string, id: string): string => `${name}.new-${id.slice(0, 6)}`;
