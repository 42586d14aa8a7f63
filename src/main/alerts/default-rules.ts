import type { AlertCondition, AlertRule } from '#shared/contract/alerts.ts';

const rule = (number: number, name: string, when: AlertCondition, quietMinutes: number): AlertRule => ({
  rule: String(number).padStart(16, '0'),
  name,
  isOn: true,
  when,
  containers: { by: 'all' },
  quietMinutes,
  isShown: true,
  webhook: null,
});

/** What there is before anybody made a rule: what containers do by themselves, and nothing that has to be asked for. */
export const DEFAULT_RULES: readonly AlertRule[] = [
  rule(1, 'Unexpected stop', { kind: 'event', event: 'stopped' }, 10),
  rule(2, 'Out of memory', { kind: 'event', event: 'oom' }, 10),
  rule(3, 'Unhealthy', { kind: 'event', event: 'unhealthy' }, 10),
  rule(4, 'Restart loop', { kind: 'loop', count: 3, minutes: 10 }, 30),
];
