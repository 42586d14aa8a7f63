import { observer } from 'mobx-react-lite';
import { Link } from 'wouter';
import { clockTime, fullTime } from '#shared/format/clock-time.ts';
import { plural } from '#shared/format/quantity.ts';
import { type Activity, activityOf } from '#renderer/stores/activity.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon, type IconName } from '#renderer/ui/icons.tsx';

const SHOWN = 7;
const ICONS: Record<Activity['tone'], IconName> = {
  start: 'play',
  stop: 'stop',
  restart: 'restart',
  fail: 'close',
  other: 'plus',
};
const KIND_ICONS: Partial<Record<Activity['kind'], IconName>> = {
  image: 'images',
  network: 'networks',
  volume: 'volumes',
};

/** What Docker did last. */
export const ActivityCard = observer(function ActivityCard() {
  const { events } = useStores();
  const entries = activityOf(events.recent, SHOWN);
  return (
    <section className="card overview-card" aria-labelledby="activity-title">
      <div className="card-head">
        <h2 id="activity-title">Activity</h2>
        <span className="grow" />
        <Link to="/activity" aria-label="Open activity">
          Open
        </Link>
      </div>
      {entries.length === 0 ? (
        <p className="card-line t2">Nothing has happened since Quayside started.</p>
      ) : (
        <ul>
          {entries.map((entry) => (
            <ActivityRow key={entry.key} entry={entry} />
          ))}
        </ul>
      )}
    </section>
  );
});

/** One line of what happened; a container that is still there is a link. */
export const ActivityRow = observer(function ActivityRow({ entry }: { entry: Activity }) {
  const { containers } = useStores();
  const at = Date.parse(entry.time);
  return (
    <li className="event">
      <Icon name={KIND_ICONS[entry.kind] ?? ICONS[entry.tone]} className={entry.tone === 'fail' ? 'bad' : 't3'} />
      <span className="ell t2">
        {entry.kind === 'container'
          ? null
          : `${entry.kind === 'image' ? 'Image' : entry.kind === 'network' ? 'Network' : 'Volume'} `}
        {entry.kind === 'container' && containers.find(entry.id) ? (
          <Link to={`/container/${entry.id}/logs`} className="thing">
            {entry.name}
          </Link>
        ) : (
          <b className="thing">{entry.name}</b>
        )}{' '}
        {entry.words}
        {entry.count > 1 ? ` ${plural(entry.count, 'time')}` : ''}
        {entry.detail}
      </span>
      <time className="t3 num" title={fullTime(at)}>
        {clockTime(at)}
      </time>
    </li>
  );
});
