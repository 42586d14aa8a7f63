import { observer } from 'mobx-react-lite';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { duration } from '#shared/format/duration.ts';
import { fullTime } from '#shared/format/clock-time.ts';
import type { StackAttention } from '#shared/attention/stack-attention.ts';
import type { Attention } from '#shared/attention/attention.ts';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { stackAddress } from '#renderer/views/stacks/stack-address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';

export const AttentionCard = observer(function AttentionCard() {
  const { attention, session, stacks: looked } = useStores();
  const maySee = session.can('stacks.list');
  useEffect(() => {
    if (!maySee) return;
    const looking = looked.open();
    return () => looking.dispose();
  }, [looked, maySee]);
  const items = attention.all;
  const { stacks } = attention;
  const count = items.length + stacks.length;
  return (
    <section className="card overview-card" aria-labelledby="attention-title">
      <div className="card-head">
        <h2 id="attention-title">Needs attention</h2>
        {count === 0 ? null : <span className="t3 num">{count}</span>}
        <span className="grow" />
        {count === 0 ? null : (
          <button type="button" className="link-btn" onClick={() => attention.dismiss([...items, ...stacks])}>
            Dismiss all
          </button>
        )}
      </div>
      {count === 0 ? (
        <p className="card-line t2">Nothing needs attention.</p>
      ) : (
        <ul>
          {items.map((item) => (
            <Item key={item.key} item={item} />
          ))}
          {stacks.map((item) => (
            <StackItem key={item.key} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
});

/** Review opens the plan: what would be done about it. */
const StackItem = observer(function StackItem({ item }: { item: StackAttention }) {
  const { attention } = useStores();
  const [, go] = useLocation();
  const { stack, words, details } = item;
  return (
    <li className="attention">
      <StateMark shape="unhealthy" />
      <p className="attention-words">
        <Link to={stackAddress(stack)} className="thing">
          {stack}
        </Link>{' '}
        <span className="t2" title={details}>
          {words}
        </span>
      </p>
      <span className="attention-acts">
        <button
          type="button"
          className="btn sm"
          aria-label={`Review ${stack}`}
          onClick={() => go(stackAddress(stack, 'plan'))}
        >
          Review
        </button>
      </span>
      <IconButton small icon="close" label={`Dismiss ${stack}`} onClick={() => attention.dismiss([item])} />
    </li>
  );
});

/** The screen that says more about a reason. */
const SCREEN = { restarting: 'logs', failed: 'logs', unhealthy: 'inspect', memory: 'stats' } as const;
const SCREEN_ACT = { logs: 'Open logs', inspect: 'Open health log', stats: 'Open stats' } as const;
/** The act that helps. */
const VERB = { restarting: 'stop', failed: 'start', unhealthy: 'restart', memory: undefined } as const;

const Item = observer(function Item({ item }: { item: Attention }) {
  const stores = useStores();
  const { attention, acts, incidents } = stores;
  const [, go] = useLocation();
  const { container } = item;
  const screen = SCREEN[item.reason];
  const act = containerActs(stores, container).find(({ verb }) => verb === VERB[item.reason]);
  const running = acts.runningWords(container.id);
  const failure = acts.failures.get(container.id);
  return (
    <li className="attention">
      <StateMark shape={item.shape} />
      <p className="attention-words">
        <Link to={`/container/${container.id}/${screen}`} className="thing">
          {container.name}
        </Link>{' '}
        <span className="t2">{item.words}</span>
        {failure ? (
          <span className="bad" role="alert">
            {' '}
            {failure.title} {failure.reason}
          </span>
        ) : null}
      </p>
      {item.since === undefined ? null : (
        <time className="t3 num attention-since" title={fullTime(item.since)}>
          {duration(Math.max(0, attention.now - item.since))}
        </time>
      )}
      <span className="attention-acts">
        {item.reason !== 'memory' && incidents.of(container.id) ? (
          <button
            type="button"
            className="btn sm"
            aria-label={`Why, ${container.name}`}
            onClick={() => go(`/container/${container.id}/logs?why=1`)}
          >
            Why
          </button>
        ) : null}
        <button type="button" className="btn sm" onClick={() => go(`/container/${container.id}/${screen}`)}>
          {SCREEN_ACT[screen]}
        </button>
        {running !== undefined ? (
          <span className="t2" role="status">
            {running}
          </span>
        ) : act ? (
          <button type="button" className="btn sm" onClick={act.run}>
            {act.name}
          </button>
        ) : null}
      </span>
      <IconButton small icon="close" label={`Dismiss ${container.name}`} onClick={() => attention.dismiss([item])} />
    </li>
  );
});
