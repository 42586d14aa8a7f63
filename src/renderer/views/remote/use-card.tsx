import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { RemoteLimits } from '#shared/contract/settings.ts';
import { rate } from '#shared/format/bytes.ts';
import { count, words } from '#shared/format/quantity.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

/** How much of the server is used, beside what is allowed. */
export const UseCard = observer(function UseCard() {
  const { devices, audit, remote, settings, clock } = useStores();
  const [isChanging, setChanging] = useState(false);
  const totals = devices.report?.totals;
  const { connectionsPerUser, streamsPerConnection, watchersPerLog } = settings.value.remoteLimits;
  const midnight = new Date(clock.now()).setHours(0, 0, 0, 0);
  const refused = audit.records.filter(
    ({ result, time }) => result === 'denied' && Date.parse(time) >= midnight,
  ).length;
  return (
    <section className="card remote-card" aria-labelledby="remote-use">
      <header>
        <h2 id="remote-use">Use</h2>
        {remote.isOurs ? (
          <button type="button" className="link-btn" onClick={() => setChanging(!isChanging)}>
            {isChanging ? 'Close limits' : 'Change limits'}
          </button>
        ) : null}
      </header>
      <dl className="remote-facts num">
        <dt>Connections</dt>
        <dd>{totals ? count(totals.connections) : '–'}</dd>
        <dt>Streams open</dt>
        <dd>{totals ? count(totals.subscriptions) : '–'}</dd>
        <dt>Sent now</dt>
        <dd>{words(rate(devices.sentRate))}</dd>
        {remote.isOurs && !isChanging ? (
          <>
            <dt>Limits</dt>
            <dd className="t2">
              {count(connectionsPerUser)} connections a user, {count(streamsPerConnection)} streams each,{' '}
              {count(watchersPerLog)} watchers a log
            </dd>
          </>
        ) : null}
        <dt>Refused today</dt>
        <dd>{audit.isLoaded ? count(refused) : '–'}</dd>
      </dl>
      {isChanging ? <Limits /> : null}
    </section>
  );
});

const LIMITS: readonly { key: keyof RemoteLimits; label: string; most: number }[] = [
  { key: 'connectionsPerUser', label: 'Connections a user', most: 1000 },
  { key: 'streamsPerConnection', label: 'Streams a connection', most: 5000 },
  { key: 'watchersPerLog', label: 'Watchers of a log', most: 5000 },
  { key: 'messagesPerSecond', label: 'Messages a second', most: 10_000 },
  { key: 'signInTries', label: 'Wrong tries a minute', most: 100 },
];

/** Each counts from the next connection on. */
const Limits = observer(function Limits() {
  const { settings } = useStores();
  const { remoteLimits } = settings.value;
  return (
    <>
      <dl className="remote-facts remote-limits">
        {LIMITS.map(({ key, label, most }) => (
          <div key={key} className="remote-limit">
            <dt>{label}</dt>
            <dd>
              <TextField
                label={label}
                width={80}
                isMono
                value={String(remoteLimits[key])}
                check={(text) =>
                  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= most
                    ? undefined
                    : `A number from 1 to ${count(most)}.`
                }
                onTake={(text) => void settings.set({ remoteLimits: { ...remoteLimits, [key]: Number(text) } })}
              />
            </dd>
          </div>
        ))}
      </dl>
      <p className="t3 remote-small">A change counts for those who connect from now on.</p>
    </>
  );
});
