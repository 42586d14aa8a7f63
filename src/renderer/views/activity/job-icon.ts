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

/** The sign of a kind of job; images for what is about images. */
export const jobIcon = (kind: Job['kind']): IconName => ICONS[kind] ?? 'images';
