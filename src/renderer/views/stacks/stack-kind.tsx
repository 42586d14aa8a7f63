import type { Stack } from '#shared/contract/stacks.ts';
import { plural } from '#shared/format/quantity.ts';
import { stackName } from '#renderer/stores/stack-list-store.ts';
import type { ResourceKind } from '#renderer/views/list/resource-kind.ts';
import { differenceWords, runningWords } from '#renderer/views/stacks/service-words.ts';
import { stackAddress } from '#renderer/views/stacks/stack-address.ts';
import { STACK_COLUMNS } from '#renderer/views/stacks/stack-columns.tsx';
import { stackLogs, stackMenu, type StackQuestion, stackVerbs } from '#renderer/views/stacks/stack-menu.ts';
import { StackNote, StackRowActs } from '#renderer/views/stacks/stack-row.tsx';

export const STACK_KIND: ResourceKind<Stack, StackQuestion> = {
  title: 'Stacks',
  noun: 'stack',
  path: '/stacks',
  icon: 'stacks',
  columns: STACK_COLUMNS,
  keyOf: ({ name }) => name,
  nameOf: stackName,
  addressOf: ({ name }, tab) => stackAddress(name, tab === 'inspect' ? 'target' : tab),
  acts: stackMenu,
  groupWords: ({ items }) => plural(items.length, 'stack'),
  narrowWords: (stack) => <span>{differenceWords(stack).text}</span>,
  narrowFigure: (stack) => <span className="num">{runningWords(stack)}</span>,
  row: {
    acts: (stack, isActive) => <StackRowActs stack={stack} isActive={isActive} />,
    note: (stack) => <StackNote stack={stack} />,
  },
  keyActs: (stores, stack, go) => {
    const may = stackVerbs(stores, stack, stack.services);
    const startStop = may.find((verb) => verb === 'start') ?? may.find((verb) => verb === 'stop');
    return {
      'container.logs': () => go(stackLogs(stack.name)),
      ...(startStop && { 'container.startStop': () => void stores.stackActs.run(startStop, stack.name) }),
      ...(may.includes('restart') && {
        'container.restart': () => void stores.stackActs.run('restart', stack.name),
      }),
    };
  },
  removal: { command: 'stacks.remove', ask: (stacks) => ({ kind: 'remove', stacks }) },
};
