import type { AlertCondition, AlertNotice, AlertRule } from '#shared/contract/alerts.ts';
import type { Container } from '#shared/contract/containers.ts';

const rule = (number: number, name: string, when: AlertCondition, more: Partial<AlertRule> = {}): AlertRule => ({
  rule: String(number).padStart(16, '0'),
  name,
  isOn: true,
  when,
  containers: { by: 'all' },
  quietMinutes: 10,
  isShown: true,
  webhook: null,
  ...more,
});

const before = (now: number, ms: number): string => new Date(now - ms).toISOString();

export const sampleRules = (now: number): AlertRule[] => [
  rule(1, 'Unexpected stop', { kind: 'event', event: 'stopped' }),
  rule(2, 'Out of memory', { kind: 'event', event: 'oom' }),
  rule(3, 'Unhealthy', { kind: 'event', event: 'unhealthy' }),
  rule(4, 'Restart loop', { kind: 'loop', count: 3, minutes: 10 }, { quietMinutes: 30 }),
  rule(
    5,
    'Errors of the shop',
    { kind: 'log', level: 'error', text: 'order', isPattern: false, matchCase: false, count: 5, minutes: 2 },
    {
      containers: { by: 'stack', stack: 'shop' },
      webhook: {
        host: 'hooks.example.com',
        allowsLocal: false,
        hasSecret: true,
        last: { time: before(now, 60_000), isDelivered: true, message: 'Delivered, answered with 204.' },
      },
    },
  ),
  rule(
    6,
    'Busy for long',
    { kind: 'stats', figure: 'cpu', percent: 150, minutes: 5 },
    {
      containers: { by: 'name', pattern: 'shop-*' },
      isShown: false,
      webhook: {
        host: '192.168.1.20:8080',
        allowsLocal: true,
        hasSecret: false,
        last: { time: before(now, 400_000), isDelivered: false, message: 'No answer within 10 s.' },
      },
    },
  ),
  rule(7, 'Disk nearly full', { kind: 'disk', percent: 90, minutes: 5 }, { isOn: false, quietMinutes: 60 }),
];

export function sampleNotices(containers: readonly Container[], now: number): AlertNotice[] {
  const [api] = containers;
  if (!api) return [];
  const notice = (
    number: number,
    kind: AlertNotice['kind'],
    title: string,
    more: Partial<AlertNotice>,
  ): AlertNotice => ({
    notice: String(number).padStart(16, '0'),
    rule: '0000000000000005',
    ruleName: 'Errors of the shop',
    kind,
    engine: 'default',
    container: api.id,
    name: api.name,
    stack: api.stack ?? null,
    title: `${api.name} ${title}`,
    quote: null,
    isPrivate: false,
    incident: null,
    firstTime: before(now, 200_000),
    time: before(now, 40_000),
    count: 1,
    endedAt: null,
    ...more,
  });
  return [
    notice(1, 'log', 'wrote 5 errors with "order" in 2 minutes', {
      quote: '{"level":"error","msg":"order A-20931 could not be charged","provider":"stripe","status":502}',
      count: 12,
    }),
    notice(2, 'cpu', 'uses more than 150\u202f% CPU for 5 minutes, now 187\u202f%', {
      rule: '0000000000000006',
      ruleName: 'Busy for long',
      time: before(now, 900_000),
      endedAt: before(now, 600_000),
    }),
    notice(3, 'stopped', 'exited with code 1', {
      rule: '0000000000000001',
      ruleName: 'Unexpected stop',
      incident: (26).toString(16).padStart(16, '0'),
      firstTime: before(now, 26 * 60_000),
      time: before(now, 26 * 60_000),
    }),
  ];
}
