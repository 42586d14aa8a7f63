import { observer } from 'mobx-react-lite';
import type { Stack } from '#shared/contract/stacks.ts';
import { plural } from '#shared/format/quantity.ts';
import { differs } from '#renderer/stores/stack-list-store.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { PageActs } from '#renderer/views/list/page-acts.tsx';
import { ResourceScreen } from '#renderer/views/list/resource-screen.tsx';
import { StackDialogs } from '#renderer/views/stacks/stack-dialogs.tsx';
import { STACK_KIND } from '#renderer/views/stacks/stack-kind.tsx';
import { type Ask, STACK_VERB_ICONS, STACK_VERB_NAMES, stackVerbs } from '#renderer/views/stacks/stack-menu.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/overview/overview.css';
import '#renderer/views/stacks/stacks.css';

const TABS = [
  { value: 'all', label: 'All' },
  { value: 'running', label: 'Running' },
  { value: 'differs', label: 'Differs' },
] as const;
const WORDS: Readonly<Record<string, string>> = { running: 'running', differs: 'other than its target' };

/** Compose projects found by their labels, and targets that are kept here. */
export function StacksScreen() {
  const stores = useStores();
  return (
    <ResourceScreen
      kind={STACK_KIND}
      listing={stores.stacks}
      list={stores.stackList}
      tabs={TABS}
      tabsLabel="State"
      tabWords={WORDS}
      parts={PARTS}
    />
  );
}

const StackPageActs = observer(function StackPageActs({ ask }: { ask: Ask }) {
  const { engine, session } = useStores();
  const mayCreate = engine.isConnected && session.can('stacks.set');
  const create = (): void => ask({ kind: 'create' });
  useCommands(mayCreate ? { 'stack.create': create } : {});
  return (
    <PageActs
      title="Stacks"
      menu={[]}
      primary={mayCreate ? { label: 'New stack', icon: 'plus', run: create } : undefined}
    />
  );
});

const SelectionActs = observer(function SelectionActs({ selected }: { selected: readonly Stack[] }) {
  const stores = useStores();
  const able = new Set(selected.flatMap((stack) => stackVerbs(stores, stack, stack.services)));
  return (
    <>
      {(['start', 'restart', 'stop'] as const)
        .filter((verb) => able.has(verb))
        .map((verb) => (
          <button
            key={verb}
            type="button"
            className="btn"
            onClick={() =>
              void stores.stackActs.runAll(
                verb,
                selected.filter((stack) => stackVerbs(stores, stack, stack.services).includes(verb)),
              )
            }
          >
            <Icon name={STACK_VERB_ICONS[verb]} />
            {STACK_VERB_NAMES[verb]}
          </button>
        ))}
    </>
  );
});

const Foot = observer(function Foot() {
  const { stacks } = useStores();
  const other = stacks.all.filter(differs).length;
  return (
    <p className="list-foot t3 num">
      {plural(stacks.all.length, 'stack')}
      {other === 0
        ? null
        : `, ${other} ${other === 1 ? 'differs' : 'differ'} from ${other === 1 ? 'its target' : 'their targets'}`}
    </p>
  );
});

const NoStacks = observer(function NoStacks({ ask }: { ask: Ask }) {
  const { engine, session } = useStores();
  return (
    <Empty
      title="No stacks."
      text="A project run with docker compose appears here by its labels; a target is written here."
    >
      {engine.isConnected && session.can('stacks.set') ? (
        <button type="button" className="btn primary" onClick={() => ask({ kind: 'create' })}>
          Create a stack
        </button>
      ) : null}
    </Empty>
  );
});

const PARTS = {
  Empty: NoStacks,
  Foot,
  PageActs: StackPageActs,
  SelectionActs,
  Dialogs: StackDialogs,
} as const;
