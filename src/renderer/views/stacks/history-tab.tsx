import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { Stack, StackHistoryEntry, StackTarget } from '#shared/contract/stacks.ts';
import { fullTime } from '#shared/format/clock-time.ts';
import { ago, longDuration } from '#shared/format/duration.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { COMPOSE_FILE, ENV_FILE } from '#renderer/stores/stack-draft.ts';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { useMedia } from '#renderer/ui/use-media.ts';
import { useNow } from '#renderer/ui/use-tick.ts';
import { useQuery } from '#renderer/views/address.ts';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { Difference, Editor } from '#renderer/views/stacks/lazy-editor.tsx';
import { fileOf } from '#renderer/views/stacks/other-version.tsx';
import { RESULT_TONES, RESULT_WORDS } from '#renderer/views/stacks/plan-words.ts';
import { stackAddress } from '#renderer/views/stacks/stack-address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

const NONE: readonly never[] = [];

/** What was applied, newest first; each against the target as it is now, and a way back to it. */
export const HistoryTab = observer(function HistoryTab({ stack }: { stack: Stack }) {
  const { stackDetails } = useStores();
  const [query, setQuery] = useQuery();
  const details = stackDetails.details.get(stack.name);
  const value = details?.value;
  if (!value) return <Loading error={details?.error} />;
  const { history, target } = value;
  if (history.length === 0)
    return (
      <Empty
        title="Nothing was applied yet."
        text="Each apply of the target is kept here, with the target it was made from."
      />
    );
  const chosen = history.find(({ entry }) => String(entry) === query.get('entry')) ?? history[0];
  return (
    <div className="history">
      <ul className="history-list" aria-label="Applied states">
        {history.map((entry) => (
          <li key={entry.entry}>
            <Entry
              entry={entry}
              isChosen={entry === chosen}
              isTarget={entry.version === target?.version}
              onPick={() => setQuery({ entry: String(entry.entry) }, { replace: true })}
            />
          </li>
        ))}
      </ul>
      {chosen && target ? (
        <Compared key={chosen.version} stack={stack} version={chosen.version} target={target} />
      ) : null}
    </div>
  );
});

function Entry({
  entry,
  isChosen,
  isTarget,
  onPick,
}: {
  entry: StackHistoryEntry;
  isChosen: boolean;
  isTarget: boolean;
  onPick: () => void;
}) {
  const now = useNow(60_000);
  const { version, startedAt, endedAt, by, result, summary, error, appliedWith } = entry;
  const started = Date.parse(startedAt);
  return (
    <button type="button" className="history-entry" aria-current={isChosen ? 'true' : undefined} onClick={onPick}>
      <span className="history-head">
        <span className={`chip ${RESULT_TONES[result]}`}>{RESULT_WORDS[result]}</span>
        <b className="num">Version {version}</b>
        {isTarget ? <span className="t3">the target now</span> : null}
        <span className="grow" />
        <time className="t3 num" title={fullTime(started)}>
          {ago(Math.max(0, now - started))}
        </time>
      </span>
      <span className="t2">
        {summary} By {visibleText(by)}
        {appliedWith === undefined ? '' : `, with ${visibleText(appliedWith)}`}
        {endedAt === null ? '' : `, took ${longDuration(Math.max(0, Date.parse(endedAt) - started))}`}
      </span>
      {error === undefined ? null : <span className="bad">{error}</span>}
    </button>
  );
}

const Compared = observer(function Compared({
  stack,
  version,
  target,
}: {
  stack: Stack;
  version: number;
  target: StackTarget;
}) {
  const { engine, session, stackActs, stackDetails, stackDrafts } = useStores();
  const [, go] = useLocation();
  const isNarrow = useMedia('(max-width: 1099px)');
  const [file, setFile] = useState(COMPOSE_FILE);
  const [isAsked, setAsked] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const { name } = stack;
  useEffect(() => void stackDetails.loadVersion(name, version), [stackDetails, name, version]);
  const then = stackDetails.versionOf(name, version);
  const isSame = version === target.version;
  const mayReturn = !isSame && engine.isConnected && stack.job === null && session.can('stacks.return');
  const isTyped = stackDrafts.find(name)?.isDirty ?? false;
  const back = async (): Promise<void> => {
    try {
      await stackActs.returnTo(name, version);
      go(stackAddress(name, 'plan'));
    } catch (error) {
      const { message, hint } = error as AppError;
      setRefusal([message, hint].filter(Boolean).join(' '));
    }
  };
  if (!then?.value) return <Loading error={then?.error} />;
  const old = then.value;
  const files = [COMPOSE_FILE, ENV_FILE, ...Object.keys({ ...old.files, ...target.files }).sort()].filter(
    (one) => one === COMPOSE_FILE || fileOf(old, one) !== fileOf(target, one),
  );
  return (
    <section className="history-difference" aria-label={`Version ${version} and the target now`}>
      <div className="tool">
        {files.length > 1 ? (
          <Segments
            asTabs
            label="Files that differ"
            value={file}
            segments={files.map((one) => ({ value: one, label: one }))}
            onPick={setFile}
          />
        ) : (
          <span className="t2">{isSame ? 'This version is the target now.' : 'What changed since then.'}</span>
        )}
        <span className="grow" />
        {mayReturn ? (
          <button type="button" className="btn" onClick={() => (isTyped ? setAsked(true) : void back())}>
            Return to this one
          </button>
        ) : null}
      </div>
      {old.isMasked || target.isMasked ? (
        <p className="plan-note t3">
          Values of variables are hidden from your role: only the compose text is compared.
        </p>
      ) : null}
      {refusal === undefined ? null : (
        <p className="plan-note bad" role="alert">
          {refusal}
        </p>
      )}
      {isSame ? (
        <Editor
          label={`${COMPOSE_FILE} of version ${version}, read only`}
          text={old.compose}
          epoch={version}
          language="compose"
          problems={NONE}
          isReadOnly
        />
      ) : (
        <Difference
          before={fileOf(old, file)}
          after={fileOf(target, file)}
          beforeLabel={`Version ${version}`}
          afterLabel={`The target now, version ${target.version}`}
          isNarrow={isNarrow}
        />
      )}
      <Confirm
        open={isAsked}
        title={`Return to version ${version}?`}
        act="Return to this one"
        isCalm
        onAct={() => void back()}
        onClose={() => setAsked(false)}
      >
        <p>What was typed in the target and not saved stays there, beside the version that was returned to.</p>
      </Confirm>
    </section>
  );
});
