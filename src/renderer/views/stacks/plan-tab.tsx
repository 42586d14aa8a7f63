import { observer } from 'mobx-react-lite';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { PlanAction, PlanResource, Stack } from '#shared/contract/stacks.ts';
import { clockTime } from '#shared/format/clock-time.ts';
import { stableKey } from '#shared/base/stable-key.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { StackPlan } from '#renderer/stores/stack-details-store.ts';
import { Empty } from '#renderer/ui/empty.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { ApplyWith } from '#renderer/views/stacks/apply-with.tsx';
import { DeploySteps } from '#renderer/views/stacks/deploy-steps.tsx';
import {
  ACTION_TONES,
  ACTION_WORDS,
  planSummary,
  RESOURCE_WORDS,
  RESULT_TONES,
  RESULT_WORDS,
} from '#renderer/views/stacks/plan-words.ts';
import { stackAddress } from '#renderer/views/stacks/stack-address.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Changes come in bursts: the last of them is looked at. */
const BURST_MS = 1000;

/** What would make another plan of it: the target, and what runs. */
const factsOf = ({ drift, services, isChanged, lastAppliedAt }: Stack): string =>
  stableKey({
    drift,
    isChanged,
    lastAppliedAt,
    services: services.map(({ service, running, wanted }) => ({ service, running, wanted })),
  });

/** What an apply would do, and doing exactly that; while one runs, its steps. */
export const PlanTab = observer(function PlanTab({ stack }: { stack: Stack }) {
  const { clock, stackDetails, stackDrafts, jobs } = useStores();
  const { name, job } = stack;
  // The steps of an apply stay when it ends, until the reader wants a new plan.
  const [watched, setWatched] = useState<string | null>(job);
  if (job !== null && job !== watched) setWatched(job);
  const isApplying = job !== null || (watched !== null && jobs.running.some((one) => one.job === watched));
  const hasTarget = stack.source !== 'labels';
  const plan = (): Promise<void> => stackDetails.plan(name);
  useEffect(() => {
    if (hasTarget && !isApplying) void stackDetails.plan(name);
  }, [stackDetails, name, hasTarget, isApplying]);
  const facts = factsOf(stack);
  const planned = useRef(facts);
  useEffect(() => {
    if (isApplying || planned.current === facts) return;
    planned.current = facts;
    const later = clock.after(BURST_MS, () => void stackDetails.planAgain(name));
    return () => later.dispose();
  }, [stackDetails, clock, name, isApplying, facts]);
  if (!hasTarget)
    return (
      <Empty title="Nothing to compare with." text="No target is kept for this stack. Take it over first.">
        <Link to={stackAddress(name, 'target')} className="btn">
          Open the target
        </Link>
      </Empty>
    );
  const made = stackDetails.plans.get(name);
  const last = stackDetails.details.get(name)?.value?.history[0];
  return (
    <div className="scroll plan">
      {watched === null ? null : <DeploySteps job={watched} title={`Apply ${name}`} />}
      {!isApplying && last !== undefined && last.result !== 'running' && last.endedAt !== null ? (
        <p className="plan-last">
          <span className={`chip ${RESULT_TONES[last.result]}`}>{RESULT_WORDS[last.result]}</span>
          <span className="t2">
            Version {last.version} at {clockTime(Date.parse(last.endedAt))}, by {visibleText(last.by)}
            {last.appliedWith === undefined ? '' : `, with ${visibleText(last.appliedWith)}`}. {last.summary}
          </span>
          {last.error === undefined || watched !== null ? null : <span className="bad">{last.error}</span>}
        </p>
      ) : null}
      {stackDrafts.find(name)?.isDirty ? (
        <p className="plan-last">
          <span className="chip warn">Not saved</span>
          <span className="t2">What was typed in the target is not part of this plan.</span>
          <Link to={stackAddress(name, 'target')}>Open the target</Link>
        </p>
      ) : null}
      {isApplying ? null : made?.value && !made.error ? (
        <Made
          stack={stack}
          plan={made.value}
          madeAtMs={made.madeAtMs}
          isOld={made.newer !== undefined}
          isLoading={made.isLoading === true}
          remake={plan}
        />
      ) : made?.error ? (
        <Refused name={name} error={made.error} again={() => void plan()} />
      ) : (
        <Loading error={undefined} />
      )}
    </div>
  );
});

function Refused({ name, error, again }: { name: string; error: AppError; again: () => void }) {
  return (
    <Empty title="No plan can be made." text={[error.message, error.hint].filter(Boolean).join(' ')} isError>
      {error.code === 'bad_request' ? (
        <Link to={stackAddress(name, 'target')} className="btn primary">
          Open the target
        </Link>
      ) : null}
      <button type="button" className="btn" onClick={again}>
        Try again
      </button>
    </Empty>
  );
}

const Made = observer(function Made({
  stack,
  plan,
  madeAtMs,
  isOld,
  isLoading,
  remake,
}: {
  stack: Stack;
  plan: StackPlan;
  madeAtMs: number | undefined;
  isOld: boolean;
  isLoading: boolean;
  remake: () => Promise<void>;
}) {
  const { engine, session, stackActs, stackAppliers, stackDetails } = useStores();
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const { actions, resources, isEmpty, version } = plan;
  const mayApply = engine.isConnected && session.can('stacks.apply');
  const apply = async (): Promise<void> => {
    if (isEmpty || isSending) return;
    setSending(true);
    setRefusal(undefined);
    try {
      await stackActs.apply(stack.name, plan, stackAppliers.of(stack.name));
    } catch (error) {
      const { message, hint, reason, field } = error as AppError;
      // The plugin may have gone.
      if (field === 'with') void stackAppliers.load();
      const isStale = reason === 'plan_stale';
      setRefusal(
        isStale
          ? 'The target or what runs changed since this plan was made, and nothing was done. This is the plan as it is now.'
          : [message, hint].filter(Boolean).join(' '),
      );
      await remake();
    } finally {
      setSending(false);
    }
  };
  const may = mayApply && !isEmpty ? () => void apply() : undefined;
  useCommands({
    'stack.plan': () => void remake(),
    ...(may ? { 'stack.apply': may, 'page.primary': may } : {}),
  });
  useEffect(() => {
    if (mayApply) void stackAppliers.load();
  }, [stackAppliers, mayApply]);
  const changed = resources.filter(({ action }) => action !== 'unchanged');
  const still = resources.length - changed.length;
  return (
    <>
      <div className="plan-top">
        <span className="num" role="status">
          <b>{isEmpty ? 'Nothing to do: what runs is as the target says.' : planSummary(actions, resources)}</b>
          <span className="t3">
            {' '}
            Version {version}
            {madeAtMs === undefined ? '' : `, planned at ${clockTime(madeAtMs)}`}
          </span>
        </span>
        <span className="grow" />
        <button type="button" className="btn" aria-disabled={isLoading} onClick={() => void remake()}>
          <Icon name="restart" />
          {isLoading ? 'Planning…' : 'Plan again'}
        </button>
        {may ? (
          <button type="button" className="btn primary" aria-disabled={isSending} onClick={may}>
            Apply this plan
          </button>
        ) : null}
      </div>
      {may ? <ApplyWith name={stack.name} /> : null}
      {refusal === undefined ? null : (
        <p className="plan-note bad" role="alert">
          {refusal}
        </p>
      )}
      {isOld && refusal === undefined ? (
        <p className="plan-note warn" role="status">
          Something changed: what would be done is another plan by now.
          <button type="button" className="btn sm" onClick={() => stackDetails.showNewer(stack.name)}>
            Show it
          </button>
        </p>
      ) : null}
      <Actions actions={actions} />
      {resources.length === 0 ? null : (
        <section className="plan-part" aria-labelledby="plan-resources">
          <h2 id="plan-resources">Networks, volumes and images</h2>
          <ul>
            {changed.map((one) => (
              <Resource key={`${one.kind} ${one.name}`} resource={one} />
            ))}
          </ul>
          {still === 0 ? null : (
            <p className="t3 small plan-still">{still === 1 ? 'One other is' : `${still} others are`} there already.</p>
          )}
        </section>
      )}
    </>
  );
});

function Actions({ actions }: { actions: readonly PlanAction[] }) {
  const doing = actions.filter(({ action }) => action !== 'unchanged');
  const still = actions.filter(({ action }) => action === 'unchanged');
  return (
    <section className="plan-part" aria-labelledby="plan-containers">
      <h2 id="plan-containers">Containers</h2>
      {actions.length === 0 ? <p className="t2 plan-still">The target has no active service.</p> : null}
      <ul>
        {[...doing, ...still].map((one) => (
          <li key={`${one.action} ${one.name}`}>
            <span className={`chip ${ACTION_TONES[one.action]}`}>{ACTION_WORDS[one.action]}</span>
            <span className="plan-words">
              <span>
                {one.container === undefined ? (
                  <b className="thing">{visibleText(one.name)}</b>
                ) : (
                  <Link to={`/container/${one.container}/logs`} className="thing">
                    {visibleText(one.name)}
                  </Link>
                )}{' '}
                <span className={one.isProtected ? 'bad' : 't2'}>{visibleText(one.reason)}</span>
              </span>
              {one.changes && one.changes.length > 0 ? <Changes changes={one.changes} /> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Changes({ changes }: { changes: NonNullable<PlanAction['changes']> }) {
  return (
    <dl className="plan-changes">
      {changes.map(({ key, from, to }) => (
        <div key={key}>
          <dt className="mono">{visibleText(key)}</dt>
          <dd className="mono">
            {from === to ? (
              // What may hold secrets is told to have changed, and no more.
              <span className="t2">another value</span>
            ) : (
              <>
                <del>{visibleText(from) || 'none'}</del>
                <span aria-hidden="true"> → </span>
                <ins>{visibleText(to) || 'none'}</ins>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Resource({ resource: { kind, name, action, reason } }: { resource: PlanResource }) {
  return (
    <li>
      <span className="chip ok">{RESOURCE_WORDS[action]}</span>
      <span className="plan-words">
        <span>
          <span className="t3">{kind}</span> <b className="thing">{visibleText(name)}</b>{' '}
          <span className="t2">{visibleText(reason)}</span>
        </span>
      </span>
    </li>
  );
}
