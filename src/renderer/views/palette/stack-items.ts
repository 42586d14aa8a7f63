import { plural } from '#shared/format/quantity.ts';
import type { PaletteContext, PaletteItem } from '#renderer/views/palette/palette-items.ts';
import { STACK_TABS, stackAddress, type StackTab } from '#renderer/views/stacks/stack-address.ts';
import { stackLogs, stackMenu } from '#renderer/views/stacks/stack-menu.ts';
import type { IconName } from '#renderer/ui/icons.tsx';

const TABS: Readonly<Record<StackTab, { readonly title: string; readonly icon: IconName; readonly synonyms: string }>> =
  {
    services: { title: 'Open services of', icon: 'stacks', synonyms: 'containers status' },
    target: { title: 'Open the target of', icon: 'appLog', synonyms: 'edit compose yaml env' },
    plan: { title: 'Open the plan of', icon: 'table', synonyms: 'difference drift changes' },
    history: { title: 'Open the history of', icon: 'activity', synonyms: 'applied versions return' },
  };
/** What its menu calls the same as one of the tabs. */
const IN_TABS: readonly string[] = ['Services', 'Logs, merged', 'Edit the target', 'Plan'];
const SYNONYMS: Readonly<Record<string, string>> = {
  'Apply…': 'deploy up',
  'Remove…': 'delete rm down',
  'Take over…': 'adopt import',
};

/** Stacks with their screens and the acts of their menu. */
export function stackItems({ stores, go, ask }: PaletteContext): PaletteItem[] {
  const counts = new Map<string, number>();
  for (const { stack } of stores.containers.sorted) if (stack) counts.set(stack, (counts.get(stack) ?? 0) + 1);
  // Targets of which nothing runs.
  for (const { name } of stores.stacks.all) if (!counts.has(name)) counts.set(name, 0);
  return [...counts].map(([name, count]) => {
    const found = stores.stacks.find(name);
    const tabs = STACK_TABS.filter((tab) => tab === 'services' || found !== undefined);
    const act = (id: string, title: string, more: Pick<PaletteItem, 'run' | 'icon' | 'synonyms'>): PaletteItem => ({
      id: `${id} stack ${name}`,
      group: 'Commands',
      title: `${title} ${name}`,
      ...more,
    });
    return {
      id: `stack ${name}`,
      group: 'Stacks',
      title: name,
      synonyms: 'stack project compose services target',
      icon: 'stacks',
      note: plural(count, 'container'),
      acts: () => [
        ...tabs.map((tab) => {
          const { title, icon, synonyms } = TABS[tab];
          return act(tab, title, { icon, synonyms: `stack ${synonyms}`, run: () => go(stackAddress(name, tab)) });
        }),
        act('logs', 'Open merged logs of', { icon: 'logs', synonyms: 'stack output', run: () => go(stackLogs(name)) }),
        ...(found ? stackMenu(stores, found, go, (question) => ask({ of: 'stack', question })) : [])
          .filter(({ label }) => !IN_TABS.includes(label))
          .map(({ label, icon, run }) =>
            act(label, label.replace(/…$/, ''), {
              run,
              synonyms: `stack ${SYNONYMS[label] ?? ''}`,
              ...(icon && { icon }),
            }),
          ),
      ],
      run: () => go(stackAddress(name)),
    };
  });
}
