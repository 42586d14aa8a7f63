import type { DeployLine, PlanAction, PlanResource, StackHistoryEntry } from '#shared/contract/stacks.ts';

export const ACTION_WORDS: Record<PlanAction['action'], string> = {
  create: 'Create',
  recreate: 'Recreate',
  start: 'Start',
  stop: 'Stop',
  remove: 'Remove',
  unchanged: 'Unchanged',
};
export const ACTION_TONES: Record<PlanAction['action'], string> = {
  create: 'ok',
  recreate: 'warn',
  start: 'ok',
  stop: 'warn',
  remove: 'bad',
  unchanged: '',
};
export const RESOURCE_WORDS: Record<PlanResource['action'], string> = {
  create: 'Create',
  pull: 'Pull',
  build: 'Build',
  unchanged: 'Unchanged',
};

const PLAN_ORDER: readonly PlanAction['action'][] = ['create', 'recreate', 'start', 'stop', 'remove', 'unchanged'];

/** "1 to create, 2 to recreate, 3 unchanged". */
export function planSummary(actions: readonly PlanAction[], resources: readonly PlanResource[]): string {
  const parts = PLAN_ORDER.flatMap((action) => {
    const count = actions.filter((one) => one.action === action).length;
    return count === 0 ? [] : [action === 'unchanged' ? `${count} unchanged` : `${count} to ${action}`];
  });
  const fetched = resources.filter(({ action }) => action === 'pull' || action === 'build').length;
  if (fetched > 0) parts.push(`${fetched} ${fetched === 1 ? 'image' : 'images'} to get`);
  return parts.join(', ') || 'No containers';
}

export const STAGE_WORDS: Record<DeployLine['stage'], string> = {
  plan: 'Plan',
  image: 'Image',
  network: 'Network',
  volume: 'Volume',
  create: 'Create',
  start: 'Start',
  health: 'Health',
  stop: 'Stop',
  remove: 'Remove',
  rollback: 'Roll back',
  engine: 'Docker',
  done: 'Done',
};

export const RESULT_WORDS: Record<StackHistoryEntry['result'], string> = {
  running: 'Running',
  done: 'Applied',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Broke off',
};
export const RESULT_TONES: Record<StackHistoryEntry['result'], string> = {
  running: 't2',
  done: 'ok',
  failed: 'bad',
  cancelled: 'warn',
  interrupted: 'bad',
};
