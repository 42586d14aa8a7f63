import { observer } from 'mobx-react-lite';
import { Link, useLocation } from 'wouter';
import { duration } from '#shared/format/duration.ts';
import { fullTime } from '#shared/format/clock-time.ts';
import type { Attention } from '#shared/attention/attention.ts';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { StateMark } from '#renderer/ui/state-mark.tsx';

export const AttentionCard = observer(function AttentionCard() {
  const { attention } = useStores();
  const items = attention.all;
  return (
    <section className="card overview-card" aria-labelledby="attention-title">
      <div className="card-head">
        <h2 id="attention-title">Needs attention</h2>
        {items.length === 0 ? null : <span className="t3 num">{items.length}</span>}
        <span className="grow" />
        {items.length === 0 ? null : (
          <button type="button" className="link-btn" onClick={() => attention.dismiss(items)}>
            Dismiss all
          </button>
        )}
      </div>
      {items.length === 0 ? (
        <p className="card-line t2">Nothing needs attention.</p>
      ) : (
        <ul>
          {items.map((item) => (
            <Item key={item.key} item={item} />
          ))}
        </ul>
      )}
    </section>
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
