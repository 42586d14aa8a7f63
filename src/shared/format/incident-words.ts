import { memory } from '#shared/format/bytes.ts';
import { exitWords } from '#shared/format/exit-words.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { wholePercent } from '#shared/format/percent.ts';

/** What the words need of an incident; the contract's `Incident` fits. */
export interface IncidentFacts {
  readonly kind: 'oom' | 'killed' | 'exited' | 'unhealthy';
  readonly count: number;
  readonly recent: number;
  readonly exitCode: number | null;
  readonly outOfMemory: boolean | null;
  readonly memoryBytes: number | null;
  readonly memoryLimitBytes: number | null;
  readonly restartPolicy: string | null;
  readonly unknown: readonly string[];
}

/** As "Needs attention" has it: so many failures in 10 min, with Docker starting it again, are a loop. */
const LOOP = 3;

/** Whether it fails, is started again and fails again. */
export const isLoop = ({ kind, recent, restartPolicy }: IncidentFacts): boolean =>
  kind !== 'unhealthy' && recent >= LOOP && restartPolicy !== null && restartPolicy !== 'no';

/** Follows the name: "exited with code 1", "was killed because it ran out of memory, 3 times", "… again and again, 5 times in 10 minutes". */
export function incidentTitle(incident: IncidentFacts): string {
  const { kind, exitCode, count, recent } = incident;
  const times = isLoop(incident)
    ? ` again and again, ${plural(recent, 'time')} in 10 minutes`
    : count > 1
      ? `, ${plural(count, 'time')}`
      : '';
  switch (kind) {
    case 'oom':
      return `was killed because it ran out of memory${times}`;
    case 'killed':
      return `was killed, and not through Docker${times}`;
    case 'unhealthy':
      return `became unhealthy: its health check failed${times}`;
    case 'exited':
      return exitCode === null ? `stopped${times}` : `exited with code ${exitWords(exitCode)}${times}`;
  }
}

/** "482 of 512 MiB, 94 % of its limit"; where nothing was measured, what running out of memory means; else null. */
export function memoryWords({ kind, memoryBytes, memoryLimitBytes }: IncidentFacts): string | null {
  if (memoryBytes === null)
    return kind === 'oom' && memoryLimitBytes !== null ? `at its limit of ${words(memory(memoryLimitBytes))}` : null;
  if (memoryLimitBytes === null || memoryLimitBytes === 0) return words(memory(memoryBytes));
  const share = words(wholePercent((memoryBytes / memoryLimitBytes) * 100));
  return `${words(memory(memoryBytes))} of ${words(memory(memoryLimitBytes))}, ${share} of its limit`;
}

const POLICIES: Record<string, string> = {
  no: 'Its restart policy is "no", so it stays down.',
  always: 'Docker starts it again: its restart policy is "always".',
  'unless-stopped': 'Docker starts it again: its restart policy is "unless-stopped".',
  'on-failure': 'Docker starts it again after a failure: its restart policy is "on-failure".',
};

/** What follows from its restart policy; null where that is not known. */
export const policyWords = ({ kind, restartPolicy }: IncidentFacts): string | null =>
  kind === 'unhealthy' || restartPolicy === null ? null : (POLICIES[restartPolicy] ?? null);

const UNKNOWN: Record<string, string> = {
  killer:
    'Who killed it. Nobody asked Docker to, and Docker does not say that it ran out of memory: look for the host running short of memory, or somebody who killed the process.',
  oomAfterRestart: 'Whether it ran out of memory. Docker had started it again before it could be asked.',
  memory: 'Its memory before the end. Nobody looked at its figures in the time before.',
  log: 'Its last lines. Docker could not read the log.',
  health: 'What the health check said. Docker no longer had it.',
};

export const unknownWords = ({ unknown }: IncidentFacts): string[] => unknown.flatMap((name) => UNKNOWN[name] ?? []);
