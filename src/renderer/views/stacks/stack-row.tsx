import { observer } from 'mobx-react-lite';
import { Link } from 'wouter';
import type { Stack } from '#shared/contract/stacks.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { STACK_VERB_ICONS, STACK_VERB_NAMES, stackLogs, stackVerbs } from '#renderer/views/stacks/stack-menu.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** The acts of a row on hover and focus; the menu has the rest. */
export const StackRowActs = observer(function StackRowActs({ stack, isActive }: { stack: Stack; isActive: boolean }) {
  const stores = useStores();
  const stop = isActive ? 0 : -1;
  return (
    <>
      <Link to={stackLogs(stack.name)} className="ib sm" tabIndex={stop} aria-label="Logs, merged" title="Logs, merged">
        <Icon name="logs" />
      </Link>
      {stackVerbs(stores, stack, stack.services).map((verb) => (
        <button
          key={verb}
          type="button"
          className="ib sm"
          tabIndex={stop}
          aria-label={STACK_VERB_NAMES[verb]}
          title={STACK_VERB_NAMES[verb]}
          onClick={() => void stores.stackActs.run(verb, stack.name)}
        >
          <Icon name={STACK_VERB_ICONS[verb]} />
        </button>
      ))}
    </>
  );
});

/** Why an act failed, under its row until it is dismissed. */
export const StackNote = observer(function StackNote({ stack }: { stack: Stack }) {
  const { stackActs } = useStores();
  const text = stackActs.failures.get(stack.name);
  if (text === undefined) return null;
  return (
    <>
      <Icon name="warning" />
      <span role="gridcell" className="ell" title={text}>
        <span role="alert">{text}</span>
      </span>
      <span role="gridcell">
        <button type="button" className="btn ghost" onClick={() => stackActs.dismiss(stack.name)}>
          Dismiss
        </button>
      </span>
    </>
  );
});
