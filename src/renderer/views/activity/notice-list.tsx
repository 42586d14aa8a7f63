import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { Link } from 'wouter';
import type { AlertNotice } from '#shared/contract/alerts.ts';
import { noticeAddress } from '#shared/format/alert-words.ts';
import { clockTime, fullTime } from '#shared/format/clock-time.ts';
import { ago } from '#shared/format/duration.ts';
import { plural } from '#shared/format/quantity.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import '#renderer/views/alerts/alerts.css';

/** Shown until the reader asks for all. */
const SHOWN = 6;

/** What alert rules told; what stopped or fell ill is with all that is known of it in the list of those. */
export const NoticeList = observer(function NoticeList() {
  const { alerts, session } = useStores();
  const [isAll, setAll] = useState(false);
  const all = alerts.ownNotices;
  if (all.length === 0) return null;
  return (
    <section className="card activity-card" aria-labelledby="notices-title">
      <div className="card-head">
        <h2 id="notices-title">Alerts</h2>
        <span className="t3 num">{all.length}</span>
        <span className="grow" />
        {session.can('alerts.set') ? (
          <Link to="/app-log/alerts" className="link-btn">
            Alert rules
          </Link>
        ) : null}
      </div>
      <ul>
        {(isAll ? all : all.slice(0, SHOWN)).map((notice) => (
          <Row key={notice.notice} notice={notice} />
        ))}
      </ul>
      {all.length <= SHOWN ? null : (
        <button type="button" className="link-btn activity-more" onClick={() => setAll(!isAll)}>
          {isAll ? 'Show fewer' : `Show all ${plural(all.length, 'alert')}`}
        </button>
      )}
    </section>
  );
});

const Row = observer(function Row({ notice }: { notice: AlertNotice }) {
  const { clock } = useStores();
  const { title, quote, ruleName, count, endedAt, time, kind } = notice;
  const at = Date.parse(time);
  // A loop's words have its count already.
  const times = count > 1 && kind !== 'loop' ? `, ${plural(count, isLine(notice) ? 'line' : 'time')}` : '';
  const end = endedAt === null ? '' : `, until ${clockTime(Date.parse(endedAt))}`;
  return (
    <li className="notice">
      <Icon name="bell" />
      <div className="notice-words">
        <Link to={noticeAddress(notice)} className="thing">
          {title}
        </Link>
        <span className="t2">
          {times}
          {end}
        </span>{' '}
        <span className="t3">{ruleName}</span>
        {quote === null ? null : <p className="notice-quote mono t2">{quote}</p>}
      </div>
      <time className="t3 num" title={fullTime(at)}>
        {ago(clock.now() - at)}
      </time>
    </li>
  );
});

const isLine = ({ kind }: AlertNotice): boolean => kind === 'log' || kind === 'appLog';
