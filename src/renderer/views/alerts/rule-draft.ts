import { alertCommands, type AlertCondition, type AlertRule } from '#shared/contract/alerts.ts';
import type { AlertChange } from '#renderer/stores/alerts-store.ts';

/** What a rule can be about, as a person chooses it. */
export const RULE_KINDS = [
  { value: 'stopped', label: 'a container stops by itself' },
  { value: 'oom', label: 'a container runs out of memory' },
  { value: 'unhealthy', label: 'a container fails its health check' },
  { value: 'loop', label: 'a container restarts again and again' },
  { value: 'log', label: 'lines come in a container’s log' },
  { value: 'appLog', label: 'lines come in Quayside’s own log' },
  { value: 'cpu', label: 'a container uses much CPU' },
  { value: 'memory', label: 'a container comes near its memory limit' },
  { value: 'disk', label: 'the disk is nearly full' },
] as const;
export type RuleKind = (typeof RULE_KINDS)[number]['value'];

/** A rule while it is filled in: numbers as they are typed. */
export interface RuleDraft {
  readonly name: string;
  readonly kind: RuleKind;
  readonly level: 'any' | 'warn' | 'error';
  readonly text: string;
  readonly isPattern: boolean;
  readonly matchCase: boolean;
  readonly count: string;
  readonly minutes: string;
  readonly percent: string;
  readonly by: 'all' | 'name' | 'stack';
  /** A name's pattern, or a stack. */
  readonly which: string;
  readonly quietMinutes: string;
  readonly isShown: boolean;
  readonly hasWebhook: boolean;
  readonly url: string;
  /** Empty: as it is. */
  readonly secret: string;
  readonly dropsSecret: boolean;
  readonly allowsLocal: boolean;
}

/** What a kind begins with. */
const BEGIN: Record<RuleKind, Partial<RuleDraft>> = {
  stopped: {},
  oom: {},
  unhealthy: {},
  loop: { count: '3', minutes: '10' },
  log: { count: '1', minutes: '5' },
  appLog: { count: '1', minutes: '5' },
  cpu: { percent: '80', minutes: '5' },
  memory: { percent: '90', minutes: '2' },
  disk: { percent: '90', minutes: '5' },
};

export const NEW_DRAFT: RuleDraft = {
  name: '',
  kind: 'log',
  level: 'error',
  text: '',
  isPattern: false,
  matchCase: false,
  count: '1',
  minutes: '5',
  percent: '90',
  by: 'all',
  which: '',
  quietMinutes: '10',
  isShown: true,
  hasWebhook: false,
  url: '',
  secret: '',
  dropsSecret: false,
  allowsLocal: false,
};

export const withKind = (draft: RuleDraft, kind: RuleKind): RuleDraft => ({ ...draft, kind, ...BEGIN[kind] });

export const hasLines = ({ kind }: RuleDraft): boolean => kind === 'log' || kind === 'appLog';
export const hasShare = ({ kind }: RuleDraft): boolean => kind === 'cpu' || kind === 'memory' || kind === 'disk';
export const hasCount = (draft: RuleDraft): boolean => draft.kind === 'loop' || hasLines(draft);
/** Whether it is about containers, so that one may choose which. */
export const hasScope = ({ kind }: RuleDraft): boolean => kind !== 'appLog' && kind !== 'disk';

export function draftOf(rule: AlertRule): RuleDraft {
  const { when, containers, webhook } = rule;
  return {
    ...NEW_DRAFT,
    ...conditionDraft(when),
    name: rule.name,
    by: containers.by,
    which: containers.by === 'name' ? containers.pattern : containers.by === 'stack' ? containers.stack : '',
    quietMinutes: String(rule.quietMinutes),
    isShown: rule.isShown,
    hasWebhook: webhook !== null,
    allowsLocal: webhook?.allowsLocal ?? false,
  };
}

function conditionDraft(when: AlertCondition): Partial<RuleDraft> {
  switch (when.kind) {
    case 'event':
      return { kind: when.event };
    case 'loop':
      return { kind: 'loop', count: String(when.count), minutes: String(when.minutes) };
    case 'log':
    case 'appLog': {
      const { kind, level, text, isPattern, matchCase } = when;
      return {
        kind,
        level: level ?? 'any',
        text,
        isPattern,
        matchCase,
        count: String(when.count),
        minutes: String(when.minutes),
      };
    }
    case 'stats':
      return { kind: when.figure, percent: String(when.percent), minutes: String(when.minutes) };
    case 'disk':
      return { kind: 'disk', percent: String(when.percent), minutes: String(when.minutes) };
  }
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.trim()));

function conditionOf(draft: RuleDraft): AlertCondition {
  const { kind, level, text, isPattern, matchCase } = draft;
  const count = numberOf(draft.count);
  const minutes = numberOf(draft.minutes);
  const percent = numberOf(draft.percent);
  switch (kind) {
    case 'stopped':
    case 'oom':
    case 'unhealthy':
      return { kind: 'event', event: kind };
    case 'loop':
      return { kind, count, minutes };
    case 'log':
    case 'appLog':
      return { kind, level: level === 'any' ? null : level, text, isPattern, matchCase, count, minutes };
    case 'cpu':
    case 'memory':
      return { kind: 'stats', figure: kind, percent, minutes };
    case 'disk':
      return { kind, percent, minutes };
  }
}

export function webhookOf({ url, secret, dropsSecret, allowsLocal }: RuleDraft): NonNullable<AlertChange['webhook']> {
  return {
    allowsLocal,
    ...(url.trim() === '' ? {} : { url: url.trim() }),
    ...(secret === '' ? (dropsSecret ? { secret: null } : {}) : { secret }),
  };
}

export function changeFrom(draft: RuleDraft, rule: AlertRule | undefined): AlertChange {
  return {
    ...(rule ? { rule: rule.rule } : {}),
    name: draft.name,
    isOn: rule?.isOn ?? true,
    when: conditionOf(draft),
    containers:
      !hasScope(draft) || draft.by === 'all'
        ? { by: 'all' }
        : draft.by === 'name'
          ? { by: 'name', pattern: draft.which.trim() }
          : { by: 'stack', stack: draft.which.trim() },
    quietMinutes: numberOf(draft.quietMinutes),
    isShown: draft.isShown,
    webhook: draft.hasWebhook ? webhookOf(draft) : null,
  };
}

/** The fields that can be wrong, as main names them too. */
const FIELDS = [
  'name',
  'when.text',
  'when.count',
  'when.minutes',
  'when.percent',
  'containers.pattern',
  'containers.stack',
  'quietMinutes',
  'webhook.url',
  'webhook.secret',
  'webhook.allowsLocal',
] as const;
export type RuleField = (typeof FIELDS)[number];

/** What is wrong, in the words of the contract, by field; every field is there, so that main's answer finds its own. */
export function faultsOf(change: AlertChange, rule: AlertRule | undefined): Record<RuleField, string | undefined> {
  const issues = alertCommands['alerts.set'].params.safeParse(change).error?.issues ?? [];
  const found = (field: string): string | undefined => issues.find(({ path }) => path.join('.') === field)?.message;
  const faults = Object.fromEntries(FIELDS.map((field) => [field, found(field)])) as Record<
    RuleField,
    string | undefined
  >;
  const { when, webhook } = change;
  if ((when.kind === 'log' || when.kind === 'appLog') && when.level === null && when.text === '')
    faults['when.text'] ??= 'Say which lines: a level, a text, or both.';
  if (webhook && webhook.url === undefined && !rule?.webhook) faults['webhook.url'] ??= "Give the webhook's address.";
  return faults;
}
