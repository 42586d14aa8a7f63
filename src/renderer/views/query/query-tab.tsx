import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import { databaseName, knownDatabase } from '#shared/format/known-database.ts';
import type { QueryDesk } from '#renderer/stores/queries-store.ts';
import { QueryHistoryList } from '#renderer/views/query/query-history-list.tsx';
import { QueryResult } from '#renderer/views/query/query-result.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { Tip } from '#renderer/ui/tip.tsx';
import '#renderer/views/query/query.css';

/** One statement at a time through the database's own client inside the container (design section 6). */
export const QueryTab = observer(function QueryTab({ container }: { container: Container }) {
  const { queries } = useStores();
  const desk = queries.desk(container.id);
  const known = knownDatabase(container);
  const isKnown = known !== undefined;
  const isRunning = container.state === 'running';
  useEffect(() => {
    if (isRunning && isKnown) void desk.describe();
  }, [desk, isRunning, isKnown]);
  if (!known)
    return (
      <Empty
        title="No database is known here."
        text="Quayside knows PostgreSQL, MySQL, MariaDB and Redis by their images and ports. The label quayside.database names one, quayside.database.file a SQLite file."
      />
    );
  return <Desk container={container} desk={desk} name={databaseName(known.kind)} isRunning={isRunning} />;
});

const Desk = observer(function Desk({
  container,
  desk,
  name,
  isRunning,
}: {
  container: Container;
  desk: QueryDesk;
  name: string;
  isRunning: boolean;
}) {
  const { session, commands } = useStores();
  const [isAsking, setAsking] = useState(false);
  const [isPast, setPast] = useState(false);
  const { run } = desk;
  const isBusy = run?.status === 'running';
  const canRun = isRunning && !isBusy && desk.statement.trim() !== '';
  const start = (): void => {
    setPast(false);
    desk.start();
  };
  const runIt = (): boolean => {
    if (!canRun) return false;
    if (desk.isWriting) setAsking(true);
    else start();
    return true;
  };
  useCommands({ 'page.primary': runIt });
  const keys = commands.words('page.primary');
  const showPast = (): void => {
    setPast(!isPast);
    if (!isPast) void desk.loadPast();
  };
  const database = desk.database ?? desk.info?.database ?? '';
  return (
    <div className="query">
      <div className="tool query-tools" role="toolbar" aria-label="Query tools">
        <span className="query-name ell">{desk.info?.client ?? name}</span>
        {desk.info && desk.info.databases.length > 0 ? (
          <Pick
            label={desk.info.kind === 'sqlite' ? 'File' : 'Database'}
            value={database}
            choices={[...new Set([...(database === '' ? [] : [database]), ...desk.info.databases])].map((one) => ({
              value: one,
              label: one,
            }))}
            onPick={(one) => desk.choose(one)}
          />
        ) : null}
        {desk.info && desk.info.kind !== 'sqlite' ? (
          <label className="field query-user">
            <span className="t2">User</span>
            <input
              type="text"
              value={desk.user ?? ''}
              placeholder={desk.info.user ?? 'default'}
              title="As the container's own settings say, where nothing is written"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => desk.askAs(event.target.value)}
            />
          </label>
        ) : null}
        <span className="grow" />
        {session.can('db.write') ? (
          <span className="query-write">
            <span aria-hidden="true">Allow one write</span>
            <Switch label="Allow one write" isOn={desk.isWriting} onSwitch={(isOn) => desk.allowWrite(isOn)} />
          </span>
        ) : null}
        <button type="button" className="btn" aria-pressed={isPast} onClick={showPast}>
          <Icon name="clock" />
          History
        </button>
        {isBusy ? (
          <button type="button" className="btn" onClick={() => void run.cancel()}>
            <Icon name="stop" />
            Cancel
          </button>
        ) : (
          <Tip text={keys ? `Run the statement, ${keys}` : 'Run the statement'}>
            <button
              type="button"
              className={desk.isWriting ? 'btn danger' : 'btn primary'}
              aria-disabled={!canRun}
              onClick={runIt}
            >
              <Icon name="play" />
              {desk.isWriting ? 'Run and write…' : 'Run'}
            </button>
          </Tip>
        )}
      </div>
      <Editor desk={desk} name={name} />
      {desk.info?.error || desk.error ? (
        <p className="query-note" role="alert">
          <span className="bad">{desk.info?.error?.message ?? desk.error?.message}</span>{' '}
          <span className="t2">{desk.info?.error?.hint ?? desk.error?.hint}</span>{' '}
          <button type="button" className="link-btn" onClick={() => void desk.describe()}>
            Try again
          </button>
        </p>
      ) : null}
      {isPast ? (
        <QueryHistoryList
          desk={desk}
          onPick={(statement) => {
            desk.write(statement);
            setPast(false);
          }}
        />
      ) : run ? (
        <QueryResult desk={desk} run={run} name={container.name} />
      ) : isRunning ? (
        <Empty
          title="Nothing has been run yet."
          text={`Write a statement and run it${keys ? ` with ${keys}` : ''}. It reads only, takes at most 10 s and is noted in the audit log.`}
        />
      ) : (
        <Empty title={`${container.name} does not run.`} text="Start it to query its database." />
      )}
      <Confirm
        open={isAsking}
        title={`Change data in ${container.name}?`}
        act="Run the statement"
        onAct={start}
        onClose={() => setAsking(false)}
      >
        <p>
          It runs once{database === '' ? '' : ` in ${database}`}
          {(desk.user ?? desk.info?.user) ? ` as ${desk.user ?? desk.info?.user}` : ''}, is noted in the audit log, and
          can't be taken back.
        </p>
        <pre className="mono text query-asked">{desk.statement.trim()}</pre>
      </Confirm>
    </div>
  );
});

const Editor = observer(function Editor({ desk, name }: { desk: QueryDesk; name: string }) {
  const { run } = desk;
  const isBad = run?.status === 'failed' && run.statement === desk.statement;
  return (
    <div className="query-editor">
      <textarea
        className="mono text"
        aria-label={`Statement for ${name}`}
        aria-invalid={isBad}
        aria-describedby="query-mode"
        rows={5}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        maxLength={20_000}
        placeholder={name === 'Redis' ? 'HGETALL key' : 'select … from …'}
        value={desk.statement}
        onChange={(event) => desk.write(event.target.value)}
      />
      <p id="query-mode" className={desk.isWriting ? 'warn' : 't3'}>
        {desk.isWriting
          ? 'This statement may change data. You are asked before it runs; afterwards the tab is read only again.'
          : 'Read only. One statement at a time, at most 10 s.'}
      </p>
    </div>
  );
});
