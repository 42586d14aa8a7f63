import { empty, engineName, nothing, time } from '#shared/contract/common.ts';
import { channel, command } from '#shared/contract/define.ts';
import { z } from '#shared/contract/zod.ts';

const id = (what: string) => z.string().regex(/^[0-9a-f]{16}$/, `${what} is named by 16 hex digits.`);
const ruleId = id('An alert rule');

const minutes = z
  .number('Give a number of minutes.')
  .int('Give whole minutes.')
  .min(1, 'At least a minute.')
  .max(1440, 'At most a day: 1440 minutes.');
/** 0: at once. */
const lasting = z
  .number('Give a number of minutes.')
  .int('Give whole minutes.')
  .min(0, 'At least 0, which is at once.')
  .max(1440, 'At most a day: 1440 minutes.');
const count = z
  .number('Give a number.')
  .int('Give a whole number.')
  .min(1, 'At least once.')
  .max(10_000, 'At most 10,000.');

/** What a container does by itself. `stopped`: with an exit code that is not 0, or by a signal nobody gave through Docker. */
export const ALERT_EVENTS = ['stopped', 'oom', 'unhealthy'] as const;

/**
 * When a rule tells. `loop`: Docker started it again so often in so long. `log` (of containers) and `appLog` (Quayside's own):
 * so many lines in so long that have the level, or a worse one, and hold the text. `stats`: above the share for so long
 * without a break; `cpu` as `docker stats` prints it (100 = one core), `memory` of the limit. `disk`: the root folder's file
 * system, or the one Docker keeps its data on.
 */
export const alertCondition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), event: z.enum(ALERT_EVENTS) }).strict(),
  z
    .object({ kind: z.literal('loop'), count: count.min(2, 'A loop is two restarts or more.').max(100), minutes })
    .strict(),
  z
    .object({
      kind: z.enum(['log', 'appLog']),
      level: z.enum(['warn', 'error']).nullable(),
      text: z.string().max(1000, 'At most 1,000 characters.'),
      isPattern: z.boolean(),
      matchCase: z.boolean(),
      count,
      minutes,
    })
    .strict(),
  z
    .object({
      kind: z.literal('stats'),
      figure: z.enum(['cpu', 'memory']),
      percent: z.number('Give a number.').min(1, 'At least 1 %.').max(100_000, 'At most 100,000 %.'),
      minutes: lasting,
    })
    .strict(),
  z
    .object({
      kind: z.literal('disk'),
      percent: z.number('Give a number.').min(1, 'At least 1 %.').max(100, 'At most 100 %.'),
      minutes: lasting,
    })
    .strict(),
]);
export type AlertCondition = z.infer<typeof alertCondition>;

/** Which containers a rule is about; `pattern` is a name in which `*` stands for any letters. */
export const alertScope = z.discriminatedUnion('by', [
  z.object({ by: z.literal('all') }).strict(),
  z
    .object({ by: z.literal('name'), pattern: z.string().min(1, 'Give a name.').max(300, 'At most 300 characters.') })
    .strict(),
  z
    .object({ by: z.literal('stack'), stack: z.string().min(1, 'Give a stack.').max(300, 'At most 300 characters.') })
    .strict(),
]);
export type AlertScope = z.infer<typeof alertScope>;

const ruleShape = {
  name: z
    .string()
    .trim()
    .min(1, 'Give the rule a name.')
    .max(80, 'At most 80 characters.')
    .regex(/^[^\p{C}]+$/u, 'A name has no control characters.'),
  isOn: z.boolean(),
  when: alertCondition,
  containers: alertScope,
  /** Told once, then not again for so long; what happens in that time is counted. */
  quietMinutes: z
    .number('Give a number of minutes.')
    .int('Give whole minutes.')
    .min(0)
    .max(10_080, 'At most a week: 10080 minutes.'),
  /** By the system's own notification, where Quayside has a window. */
  isShown: z.boolean(),
};

/** Where a notice is sent, without what is secret of it: a webhook's address often is its password. */
export const alertWebhook = z.object({
  host: z.string(),
  allowsLocal: z.boolean(),
  hasSecret: z.boolean(),
  /** What came of the last one; null before any was sent. */
  last: z.object({ time, isDelivered: z.boolean(), message: z.string() }).nullable(),
});

export const alertRule = z.object({ rule: ruleId, ...ruleShape, webhook: alertWebhook.nullable() });
export type AlertRule = z.infer<typeof alertRule>;

/**
 * `url`, `secret`: kept as they are where absent; `secret` null: none. `allowsLocal`: addresses of this computer and of the
 * network around it too.
 */
const webhookChange = z
  .object({
    url: z.string().max(2000, 'At most 2,000 characters.').optional(),
    secret: z.string().min(8, 'At least 8 characters.').max(500, 'At most 500 characters.').nullable().optional(),
    allowsLocal: z.boolean(),
  })
  .strict();
export type WebhookChange = z.infer<typeof webhookChange>;

/** Something a rule told of: a condition that lasts has `endedAt` when it is over. `quote`: the line that was found. */
export const alertNotice = z.object({
  notice: id('A notice'),
  rule: ruleId,
  ruleName: z.string(),
  kind: z.enum(['stopped', 'oom', 'unhealthy', 'loop', 'log', 'appLog', 'cpu', 'memory', 'disk']),
  engine: engineName,
  /** Full id, and the name, of the container it is about; null where it is about none. */
  container: z.string().nullable(),
  name: z.string().nullable(),
  stack: z.string().nullable(),
  /** A sentence without its end: "web restarted 3 times in 10 minutes". */
  title: z.string(),
  quote: z.string().nullable(),
  /** The quote is not for viewers. */
  isPrivate: z.boolean(),
  /** Where all that was taken down of it is. */
  incident: z.string().nullable(),
  firstTime: time,
  time,
  count: z.number().int(),
  endedAt: time.nullable(),
});
export type AlertNotice = z.infer<typeof alertNotice>;

export const alertChannels = {
  'alert:rules': channel({
    kind: 'state',
    role: 'admin',
    params: nothing,
    item: z.object({ rules: z.array(alertRule) }),
    summary: 'The alert rules, without the addresses and secrets of their webhooks.',
  }),
  'alert:notices': channel({
    kind: 'state',
    role: 'viewer',
    params: nothing,
    item: alertNotice,
    whole: z.object({ notices: z.array(alertNotice) }),
    summary: 'What alert rules told: the last 200 of 30 days, newest first.',
  }),
};

export const alertCommands = {
  'alerts.set': command({
    role: 'admin',
    params: z.object({ rule: ruleId.optional(), ...ruleShape, webhook: webhookChange.nullable() }).strict(),
    result: alertRule,
    acts: true,
    summary: 'Makes an alert rule, or changes the named one.',
  }),
  'alerts.remove': command({
    role: 'admin',
    params: z.object({ rule: ruleId }).strict(),
    result: empty,
    acts: true,
    summary: 'Removes an alert rule; what it told stays in Activity.',
  }),
  'alerts.test': command({
    role: 'admin',
    params: z.object({ rule: ruleId.optional(), webhook: webhookChange }).strict(),
    result: z.object({
      isDelivered: z.boolean(),
      /** The answer's, null where none came. */
      status: z.number().nullable(),
      /** What came of it, in words. */
      message: z.string(),
      /** The beginning of what was answered. */
      body: z.string(),
      durationMs: z.number(),
    }),
    acts: true,
    summary: "Sends a test to a webhook, once and without a retry; what is left out is taken from the rule's own.",
  }),
};
