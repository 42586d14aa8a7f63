import type { Job } from '#shared/contract/jobs.ts';
import type { IconName } from '#renderer/ui/icons.tsx';

const ICONS: Partial<Record<Job['kind'], IconName>> = {
  search: 'search',
  export: 'download',
  save: 'download',
  deploy: 'stacks',
  recreate: 'containers',
  change: 'containers',
};

/** What an act is about, by its docker command; of most that is a container. */
const ACT_ICONS: readonly (readonly [RegExp, IconName])[] = [
  [/^docker (?:rmi|tag|commit) /, 'images'],
  [/^docker volume /, 'volumes'],
  [/^docker network /, 'networks'],
  [/^docker compose /, 'stacks'],
];

/** The sign of a kind of job; images for what is about images. */
export function jobIcon({ kind, command }: Pick<Job, 'kind' | 'command'>): IconName {
  const ofAct = kind === 'change' ? ACT_ICONS.find(([begins]) => begins.test(command ?? ''))?.[1] : undefined;
  return ofAct ?? ICONS[kind] ?? 'images';
}
