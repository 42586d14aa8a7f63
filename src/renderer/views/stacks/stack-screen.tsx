import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Stack } from '#shared/contract/stacks.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { DetailFrame, ResourceDetail } from '#renderer/views/list/resource-detail.tsx';
import { HistoryTab } from '#renderer/views/stacks/history-tab.tsx';
import { PlanTab } from '#renderer/views/stacks/plan-tab.tsx';
import { differenceWords, runningWords } from '#renderer/views/stacks/service-words.ts';
import { ServicesTab } from '#renderer/views/stacks/services-tab.tsx';
import { STACK_TABS, stackAddress, type StackTab } from '#renderer/views/stacks/stack-address.ts';
import { StackDialogs } from '#renderer/views/stacks/stack-dialogs.tsx';
import { STACK_KIND } from '#renderer/views/stacks/stack-kind.tsx';
import {
  STACK_VERB_ICONS,
  STACK_VERB_NAMES,
  stackMenu,
  type StackQuestion,
  stackVerbs,
} from '#renderer/views/stacks/stack-menu.ts';
import { TargetTab } from '#renderer/views/stacks/target-tab.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import '#renderer/views/stacks/stacks.css';
import '#renderer/views/stacks/stack-screen.css';

const NAMES: Record<StackTab, string> = { services: 'Services', target: 'Target', plan: 'Plan', history: 'History' };
/** In the menu these would say what the tabs say. */
const IN_TABS = ['Services', 'Edit the target', 'Plan', 'Apply…'];

/** A stack by its name: what runs of it, what should, what an apply would do, and what was applied before. */
export function StackScreen({ name, tab }: { name: string; tab: string }) {
  const { stacks } = useStores();
  const known = STACK_TABS.find((one) => one === tab) ?? 'services';
  return (
    <ResourceDetail
      key={name}
      kind={STACK_KIND}
      listing={stacks}
      find={() => stacks.find(name)}
      gone="Its containers and its target are gone, or it never was."
    >
      {(stack, showChecks) => <Found stack={stack} tab={known} showChecks={showChecks} />}
    </ResourceDetail>
  );
}

const Found = observer(function Found({
  stack,
  tab,
  showChecks,
}: {
  stack: Stack;
  tab: StackTab;
  showChecks: () => void;
}) {
  const stores = useStores();
  const { stackActs, stackDetails, stackDrafts } = stores;
  const [, go] = useLocation();
  const [question, ask] = useState<StackQuestion | null>(null);
  const { name } = stack;
  // Each change of the stack is another object.
  useEffect(() => void stackDetails.load(name), [stackDetails, name, stack]);
  const difference = differenceWords(stack);
  const errors = stackDrafts.find(name)?.errors ?? stack.errors;
  const counts: Partial<Record<StackTab, number>> = {
    services: stack.services.length,
    target: errors,
    history: stackDetails.details.get(name)?.value?.history.length ?? 0,
  };
  return (
    <>
      <DetailFrame
        kind={STACK_KIND}
        item={stack}
        title={name}
        beside={
          <span className="ell dstatus t2 num">
            {stackActs.runningWords(name) ?? runningWords(stack)}
            {stack.source === 'labels' ? null : (
              <>
                {' · '}
                <span className={difference.tone}>{difference.text}</span>
              </>
            )}
          </span>
        }
        buttons={stackVerbs(stores, stack, stack.services).map((verb) => (
          <button
            key={verb}
            type="button"
            className="btn"
            aria-label={STACK_VERB_NAMES[verb]}
            onClick={() => void stackActs.run(verb, name)}
          >
            <Icon name={STACK_VERB_ICONS[verb]} />
            <span className="hide-s">{STACK_VERB_NAMES[verb]}</span>
          </button>
        ))}
        acts={stackMenu(stores, stack, go, ask).filter(({ label }) => !IN_TABS.includes(label))}
        tabs={STACK_TABS.map((one) => ({ value: one, label: NAMES[one], count: counts[one] || undefined }))}
        tab={tab}
        showChecks={showChecks}
      >
        <Failure name={name} />
        {stack.job !== null && tab !== 'plan' ? <Applying stack={stack} job={stack.job} /> : null}
        {tab === 'services' ? (
          <ServicesTab stack={stack} />
        ) : tab === 'target' ? (
          <TargetTab stack={stack} />
        ) : tab === 'plan' ? (
          <PlanTab stack={stack} />
        ) : (
          <HistoryTab stack={stack} />
        )}
      </DetailFrame>
      <StackDialogs
        question={question}
        onClose={() => {
          ask(null);
        }}
      />
    </>
  );
});

/** What went wrong with the last act on the stack, until it is dismissed. */
const Failure = observer(function Failure({ name }: { name: string }) {
  const { stackActs } = useStores();
  const text = stackActs.failures.get(name);
  if (text === undefined) return null;
  return (
    <div className="banner is-bad" role="alert">
      <Icon name="warning" />
      <span className="banner-words">{text}</span>
      <button type="button" className="btn ghost" onClick={() => stackActs.dismiss(name)}>
        Dismiss
      </button>
    </div>
  );
});

const Applying = observer(function Applying({ stack, job }: { stack: Stack; job: string }) {
  const { jobs } = useStores();
  const found = jobs.list.find((one) => one.job === job);
  return (
    <div className="banner is-calm" role="status">
      <Icon name="info" />
      <span className="banner-words">Its target is being applied.</span>
      <Progress label={`Apply ${stack.name}`} share={found?.progress ?? null} width={120} />
      <Link to={stackAddress(stack.name, 'plan')}>Show the steps</Link>
    </div>
  );
});
