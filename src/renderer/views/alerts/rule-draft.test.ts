import { expect, test } from 'vitest';
import { changeOf } from '#renderer/stores/alerts-store.ts';
import { changeFrom, draftOf, faultsOf, NEW_DRAFT, RULE_KINDS, withKind } from '#renderer/views/alerts/rule-draft.ts';
import { sampleItems } from '#testing/samples.ts';

const [rule] = sampleItems['alert:rules'].rules;
if (!rule) throw new Error('there is no sample of a rule');

test('a rule that is opened and saved is the same, its webhook and secret as they were', () => {
  const change = changeFrom(draftOf(rule), rule);
  expect(change).toEqual(changeOf(rule));
  expect(change.webhook).toEqual({ allowsLocal: false });
  expect(Object.values(faultsOf(change, rule)).filter(Boolean)).toEqual([]);
});

test.each(RULE_KINDS.map(({ value }) => value))('a new rule of the kind %s lacks nothing but a name', (kind) => {
  const change = changeFrom({ ...withKind(NEW_DRAFT, kind), name: 'New' }, undefined);
  expect(Object.values(faultsOf(change, undefined)).filter(Boolean)).toEqual([]);
  expect(draftOf({ ...rule, ...change, rule: rule.rule, webhook: null }).kind).toBe(kind);
});

test('what is missing or wrong is said at its field', () => {
  const draft = {
    ...NEW_DRAFT,
    level: 'any' as const,
    count: 'many',
    minutes: '0',
    by: 'name' as const,
    quietMinutes: '1.5',
    hasWebhook: true,
    secret: 'short',
  };
  expect(faultsOf(changeFrom(draft, undefined), undefined)).toMatchObject({
    name: 'Give the rule a name.',
    'when.text': 'Say which lines: a level, a text, or both.',
    'when.count': 'Give a number.',
    'when.minutes': 'At least a minute.',
    'containers.pattern': 'Give a name.',
    quietMinutes: 'Give whole minutes.',
    'webhook.url': "Give the webhook's address.",
    'webhook.secret': 'At least 8 characters.',
  });
});
