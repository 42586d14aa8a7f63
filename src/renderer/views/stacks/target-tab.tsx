import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { Stack, StackTarget } from '#shared/contract/stacks.ts';
import { COMPOSE_FILE } from '#renderer/stores/stack-draft.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { Editor } from '#renderer/views/stacks/lazy-editor.tsx';
import { takeOver } from '#renderer/views/stacks/stack-menu.ts';
import { TargetEditor } from '#renderer/views/stacks/target-editor.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** The compose text of a stack: written by who may set it, read by everybody else. */
export const TargetTab = observer(function TargetTab({ stack }: { stack: Stack }) {
  const { session, stackDetails, stackDrafts } = useStores();
  const { name } = stack;
  const details = stackDetails.details.get(name);
  const value = details?.value;
  const target = value?.target ?? undefined;
  const maySet = session.can('stacks.set');
  const draft = stackDrafts.find(name);
  const isOpen = maySet && target !== undefined && !target.isMasked;
  const problems = value?.problems;
  useEffect(() => {
    if (isOpen && problems) stackDrafts.ensure(name, target, problems);
  }, [stackDrafts, name, isOpen, target, problems]);
  const hasNone = maySet && value !== undefined && target === undefined;
  useEffect(() => {
    if (hasNone) stackDrafts.resume(name);
  }, [stackDrafts, name, hasNone]);
  if (draft && maySet) return <TargetEditor stack={stack} draft={draft} services={value?.services ?? []} />;
  if (!value) return <Loading error={details?.error} />;
  if (target === undefined) return <NoTarget stack={stack} />;
  return isOpen ? <Loading error={undefined} /> : <ReadOnly name={name} target={target} problems={value.problems} />;
});

function ReadOnly({
  name,
  target,
  problems,
}: {
  name: string;
  target: StackTarget;
  problems: Parameters<typeof Editor>[0]['problems'];
}) {
  return (
    <>
      <div className="banner is-calm">
        <Icon name="info" />
        <span className="banner-words">
          Your role reads the target, and changes nothing of it.
          {target.isMasked ? ' Values of variables and the files beside it are hidden.' : ''}
        </span>
      </div>
      <Editor
        label={`${COMPOSE_FILE} of ${name}, read only`}
        text={target.compose}
        epoch={target.version}
        language="compose"
        problems={problems}
        isReadOnly
      />
    </>
  );
}

const NoTarget = observer(function NoTarget({ stack }: { stack: Stack }) {
  const stores = useStores();
  const { engine, session } = stores;
  const [, go] = useLocation();
  const where = stack.configFiles.length === 0 ? '' : ` It was made from ${stack.configFiles.join(', ')}.`;
  return (
    <Empty
      title="No target is kept for this stack."
      text={`It was found by the labels of its containers.${where} Once it is taken over, differences are seen here and can be applied; what runs stays as it is.`}
    >
      {engine.isConnected && session.can('stacks.found') ? (
        <button type="button" className="btn primary" onClick={() => void takeOver(stores, stack.name, go)}>
          Take over
        </button>
      ) : null}
    </Empty>
  );
});
