import type { ServiceStatus, Stack } from '#shared/contract/stacks.ts';
import type { StateShape, Tone } from '#shared/format/container-status.ts';
import { plural } from '#shared/format/quantity.ts';

export const SERVICE_SHAPES: Record<ServiceStatus['status'], StateShape> = {
  running: 'running',
  starting: 'starting',
  unhealthy: 'unhealthy',
  restarting: 'restarting',
  paused: 'paused',
  stopped: 'exited',
};

/** Fewer than wanted is trouble only while some of it runs: a stack that was stopped is at rest. */
export function serviceTone({ status, running, wanted }: ServiceStatus): Tone {
  if (status === 'unhealthy' || status === 'restarting' || status === 'starting') return 'warn';
  if (status === 'running') return running < wanted ? 'warn' : 'ok';
  return 'idle';
}

const STATUS_WORDS: Record<ServiceStatus['status'], string> = {
  running: 'Running',
  starting: 'Starting',
  unhealthy: 'Unhealthy',
  restarting: 'Restarting',
  paused: 'Paused',
  stopped: 'Stopped',
};

/** "Running, 1 of 2"; what ran to its end, as it should, is wanted no more. */
export function serviceWords({ status, running, wanted }: ServiceStatus): string {
  if (status === 'stopped' && wanted === 0) return 'At rest';
  return wanted === 1 && running === (status === 'stopped' ? 0 : 1)
    ? STATUS_WORDS[status]
    : `${STATUS_WORDS[status]}, ${running} of ${wanted}`;
}

/** "4 of 5 services". */
export function runningWords({ services }: Stack): string {
  const meant = services.filter(({ running, wanted }) => running > 0 || wanted > 0);
  const running = meant.filter((one) => one.running > 0 && one.running >= one.wanted).length;
  return `${running} of ${plural(meant.length, 'service')}`;
}

/** What a stack's difference from its target is, in a word or two; undefined where there is none to speak of. */
export function differenceWords(stack: Stack): { text: string; tone: 'warn' | 'bad' | 't2' | 't3' } {
  if (stack.job !== null) return { text: 'Being applied', tone: 't2' };
  if (stack.source === 'labels') return { text: 'No target', tone: 't3' };
  if (stack.errors > 0) return { text: `${plural(stack.errors, 'error')} in the target`, tone: 'bad' };
  if (stack.isUnfinished) return { text: 'The last apply broke off', tone: 'bad' };
  if (stack.drift === null) return { text: 'Not compared yet', tone: 't3' };
  if (!stack.drift.differs) return { text: 'As its target', tone: 't2' };
  if (stack.lastAppliedAt === null) return { text: 'Not applied yet', tone: 't2' };
  return { text: stack.isChanged ? 'Target changed' : 'Differs', tone: 'warn' };
}
