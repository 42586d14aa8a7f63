import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { EngineCheck, EngineStatus } from '#shared/contract/engines.ts';
import { duration } from '#shared/format/duration.ts';
import { NONE } from '#shared/format/quantity.ts';
import { CHECK_WORDS, panelWords } from '#renderer/views/engine/panel-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { useNow } from '#renderer/ui/use-tick.ts';
import '#renderer/views/engine/engine-panel.css';

/** After this long "starting" says that it takes longer than usual, and shows the checks. */
const SLOW_START_MS = 60_000;
/** Name of the context that stands for the simulated engine, when main offers one. */
const SIMULATED = 'simulated';

/** Why there is no engine, each check with its result, and the ways on. */
export const EnginePanel = observer(function EnginePanel({ status }: { status: EngineStatus }) {
  const { engine, session } = useStores();
  const [hasDetails, setDetails] = useState(false);
  const now = useNow(1000);
  useEffect(() => {
    if (session.can('engines.list')) void engine.loadEntries();
  }, [engine, session]);
  const words = panelWords(status);
  const waited = Math.max(0, now - Date.parse(status.since));
  const isStarting = status.reason === 'starting';
  const title = isStarting ? `Docker is starting, ${duration(waited)}.` : words.title;
  const text = isStarting ? (waited > SLOW_START_MS ? 'This takes longer than usual.' : '') : words.text;
  const isDown = status.reason === 'not_running' || status.reason === undefined;
  const canStart = isDown && engine.startCommand !== null && session.can('engines.start');
  const simulated = engine.entries.find((entry) => entry.context === SIMULATED && entry.isSupported);
  return (
    <div className="eng">
      <div className="eng-panel">
        <Ship />
        <div role="alert">
          <h2>{title}</h2>
          <p>{text}</p>
        </div>
        <div className="again">
          {canStart ? (
            <button
              type="button"
              className="btn big primary"
              disabled={engine.isStarting}
              onClick={() => void engine.start()}
            >
              <Icon name="play" />
              {engine.isStarting ? 'Starting Docker…' : 'Start Docker'}
            </button>
          ) : null}
          <span className="t2">Trying again every second</span>
        </div>
        {engine.startError === undefined ? null : (
          <p className="bad start-error" role="alert">
            Couldn't start Docker. {engine.startError}
          </p>
        )}
        {isStarting && waited <= SLOW_START_MS ? null : (
          <ul className="card checks">
            {status.checks.map((check) => (
              <Check key={check.check} check={check} />
            ))}
          </ul>
        )}
        {words.command === undefined ? null : (
          <>
            <div className="cmdrow">
              <span className="t2">{words.command.lead}</span>
              <code>{words.command.line}</code>
              <CopyButton text={words.command.line} label="Copy command" />
            </div>
            {words.command.after === undefined ? null : <p style={{ marginTop: 8 }}>{words.command.after}</p>}
          </>
        )}
        <div className="eng-links">
          {session.can('engines.select') ? (
            <Link to="/settings?section=docker">Use another socket or context</Link>
          ) : null}
          {status.error ? (
            <button
              type="button"
              className="link-btn"
              aria-expanded={hasDetails}
              onClick={() => setDetails(!hasDetails)}
            >
              {hasDetails ? 'Hide the full error' : 'Show the full error'}
            </button>
          ) : null}
          {simulated ? (
            <button type="button" className="link-btn" onClick={() => void engine.select(SIMULATED)}>
              Explore with simulated data
            </button>
          ) : null}
        </div>
        {hasDetails && status.error ? <pre className="eng-error">{JSON.stringify(status.error, null, 2)}</pre> : null}
      </div>
    </div>
  );
});

function Check({ check }: { check: EngineCheck }) {
  return (
    <li className={check.ok === false ? 'chk is-bad' : 'chk'}>
      <span className={check.ok ? 'ok' : check.ok === false ? 'bad' : 't3'} style={{ width: 16 }}>
        {check.ok === null ? NONE : <Icon name={check.ok ? 'check' : 'close'} />}
      </span>
      <span>{CHECK_WORDS[check.check]}</span>
      <span className="vh">{check.ok === null ? ', not known' : check.ok ? ', yes' : ', no'}</span>
      <span className="grow" />
      <span className="mono">{check.detail}</span>
    </li>
  );
}

const Ship = () => (
  <svg
    width="132"
    height="60"
    viewBox="0 0 132 60"
    fill="none"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path
      d="M4 50c7 0 7-4 14-4s7 4 14 4 7-4 14-4 7 4 14 4 7-4 14-4 7 4 14 4 7-4 14-4 7 4 14 4 5-2 8-3"
      stroke="var(--border-strong)"
      strokeWidth="2"
    />
    <g stroke="var(--text-3)" strokeWidth="2">
      <rect x="37" y="22" width="18" height="14" rx="2" />
      <rect x="57" y="22" width="18" height="14" rx="2" strokeDasharray="3 4" />
      <rect x="47" y="6" width="18" height="14" rx="2" strokeDasharray="3 4" />
      <path d="M26 38h66l-6 7H33z" />
    </g>
  </svg>
);
