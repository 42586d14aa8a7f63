import type { Clock } from '#shared/base/clock.ts';
import type { Stack } from '#shared/contract/stacks.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { FilterFields } from '#shared/list/filter-query.ts';
import type { ListSpec } from '#renderer/stores/list-spec.ts';
import { ListStore } from '#renderer/stores/list-store.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';
import type { StackActsStore } from '#renderer/stores/stack-acts-store.ts';
import type { StacksStore } from '#renderer/stores/stacks-store.ts';

export type StackListStore = ListStore<Stack>;

/** Where it comes from, in words: a target of this program, or labels of another tool. */
export const SOURCE_WORDS: Record<Stack['source'], string> = {
  labels: 'Found by labels',
  target: 'Target, never run',
  both: 'Target',
};
export const stackName = ({ name }: Stack): string => visibleText(name);
export const differs = ({ drift }: Stack): boolean => drift?.differs ?? false;

const has = (text: string, word: string): boolean => text.toLowerCase().includes(word);
const services = ({ services: all }: Stack): string[] => all.map(({ service }) => service);

/** The list of stacks: how it is filtered, grouped and sorted. */
export function createStackList(
  stores: { stacks: StacksStore; stackActs: StackActsStore; settings: SettingsStore },
  clock: Clock,
): StackListStore {
  const { stacks, stackActs, settings } = stores;
  const statuses = (stack: Stack): string[] => [...new Set(stack.services.map(({ status }) => status))];
  const fields: FilterFields<Stack> = {
    name: { has: ({ name }, value) => has(name, value), values: ({ name }) => [name] },
    service: {
      has: (stack, value) => services(stack).some((service) => has(service, value)),
      values: services,
      isMany: true,
    },
    status: {
      has: (stack, value) => statuses(stack).some((status) => status.startsWith(value)),
      values: statuses,
    },
    source: { has: ({ source }, value) => source.startsWith(value), values: ({ source }) => [source] },
    differs: {
      has: (stack, value) => String(differs(stack)).startsWith(value),
      values: (stack) => [String(differs(stack))],
    },
  };
  const spec: ListSpec<Stack> = {
    name: 'stacks',
    items: () => stacks.all,
    idOf: ({ name }) => name,
    fields,
    hasWord: (stack, word) =>
      has(stack.name, word) || services(stack).some((service) => has(service, word)) || has(stack.folder ?? '', word),
    tabs: { running: ({ running }) => running > 0, differs },
    groupings: {
      source: { label: 'Source', of: ({ source }) => source, titleOf: (key) => SOURCE_WORDS[key as Stack['source']] },
    },
    startsUngrouped: true,
    columns: {
      name: { value: ({ name }) => name },
      services: { value: ({ running, wanted }) => wanted - running, isBigFirst: true },
      difference: { value: (stack) => (stack.drift?.differs ? stack.drift.reasons.length : 0), isBigFirst: true },
      source: { value: ({ source }) => SOURCE_WORDS[source] },
      applied: {
        value: ({ lastAppliedAt }) => (lastAppliedAt === null ? null : Date.parse(lastAppliedAt)),
        isBigFirst: true,
      },
      folder: { value: ({ folder }) => folder },
    },
    sortedBy: 'name',
    hasNote: ({ name }) => stackActs.failures.has(name),
  };
  return new ListStore(spec, settings, clock);
}
