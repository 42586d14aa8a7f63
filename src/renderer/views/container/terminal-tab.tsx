import { observer } from 'mobx-react-lite';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import type { TerminalSession } from '#shared/contract/terminals.ts';
import type { TerminalLink, TerminalSize } from '#renderer/stores/terminals-store.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { type TerminalEnd, TerminalPane } from '#renderer/terminal/terminal-pane.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Segments } from '#renderer/ui/segments.tsx';

const SIZE: TerminalSize = { columns: 80, rows: 24 };

export const TerminalTab = observer(function TerminalTab({ container }: { container: Container }) {
  const { terminals } = useStores();
  const { id } = container;
  const sessions = terminals.sessions(id);
  const chosen = terminals.chosen.get(id);
  const size = useRef<TerminalSize>(SIZE);
  const [isMeasured, setMeasured] = useState(false);
  const isRunning = container.state === 'running';
  const onSize = useCallback((columns: number, rows: number) => {
    size.current = { columns, rows };
    setMeasured(true);
  }, []);
  // Main knows what is open: the list is asked for each time the tab is shown, and a session opened if there is none.
  useEffect(() => {
    if (isMeasured && isRunning) void terminals.ensure(id, size.current);
    else if (!isRunning) void terminals.load(id).catch(() => []);
  }, [terminals, id, isMeasured, isRunning]);
  const current = sessions.find((session) => session.session === chosen);
  return (
    <>
      <div className="tool" role="toolbar" aria-label="Terminal tools">
        {sessions.length === 0 || chosen === undefined ? null : (
          <Segments
            label="Terminals"
            value={chosen}
            segments={sessions.map((session) => ({ value: session.session, label: `Terminal ${session.number}` }))}
            onPick={(session) => terminals.choose(id, session)}
          />
        )}
        {isRunning ? (
          <IconButton icon="plus" label="New terminal" onClick={() => void terminals.openAnother(id, size.current)} />
        ) : null}
        <span className="grow" />
        {current ? <span className="t3 mono ell">{current.command.join(' ')}</span> : null}
        {current ? (
          <button type="button" className="btn" onClick={() => void terminals.close(id, current.session)}>
            <Icon name="close" />
            Close
          </button>
        ) : null}
      </div>
      {terminals.error ? <OpenError container={container} size={size} /> : null}
      {!isRunning && !current ? (
        <div className="empty">
          <div>
            <h2>{container.name} isn't running.</h2>
            <p>A terminal needs a running container.</p>
          </div>
        </div>
      ) : current ? (
        <Attached key={current.session} session={current} container={container} onSize={onSize} />
      ) : (
        <TerminalPane label="Terminal" end={null} onSize={onSize} />
      )}
    </>
  );
});

const OpenError = observer(function OpenError({
  container,
  size,
}: {
  container: Container;
  size: { current: TerminalSize };
}) {
  const { terminals } = useStores();
  const [command, setCommand] = useState('');
  const { error } = terminals;
  if (!error) return null;
  const hasNoShell = error.reason === 'no_shell';
  const open = (): void => {
    const parts = command.trim().split(/\s+/).filter(Boolean);
    if (parts.length > 0) void terminals.openAnother(container.id, size.current, parts);
  };
  return (
    <div className="note" role="alert">
      <span className="text">
        {hasNoShell
          ? 'This image has no shell. Run a command instead.'
          : `${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}`}
      </span>
      {hasNoShell ? (
        <>
          <div className="field" style={{ width: 260 }}>
            <input
              aria-label="Command"
              placeholder="/bin/program argument"
              value={command}
              className="mono"
              onChange={(event) => setCommand(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && open()}
            />
          </div>
          <button type="button" className="btn" onClick={open}>
            Run
          </button>
        </>
      ) : (
        <button type="button" className="btn" onClick={() => void terminals.ensure(container.id, size.current)}>
          Try again
        </button>
      )}
    </div>
  );
});

/** One session, attached while it is looked at; main keeps it, and what it printed, when we leave. */
const Attached = observer(function Attached({
  session,
  container,
  onSize,
}: {
  session: TerminalSession;
  container: Container;
  onSize: (columns: number, rows: number) => void;
}) {
  const { terminals } = useStores();
  const [ended, setEnded] = useState<string | null>(null);
  const [link, setLink] = useState<TerminalLink | null>(null);
  const last = useRef<TerminalSize>(SIZE);
  useEffect(() => {
    const made = terminals.attach(session.session);
    setLink(made);
    return () => {
      made.dispose();
      setLink(null);
    };
  }, [terminals, session.session]);
  const end = useMemo<TerminalEnd | null>(
    () =>
      link && {
        listen: (pane) =>
          link.listen({
            output: (data, isReplay) => pane.output(data, isReplay),
            ended: (exitCode, error) => {
              pane.ended();
              setEnded(error ? error.message : exitCode === null ? 'Shell ended.' : `Shell ended, code ${exitCode}.`);
              void terminals.load(container.id).catch(() => []);
            },
          }),
        input: (data) => void link.input(data).catch(() => {}),
        resize: (columns, rows) => terminals.resize(session.session, { columns, rows }),
      },
    [link, terminals, session.session, container.id],
  );
  const measure = useCallback(
    (columns: number, rows: number) => {
      last.current = { columns, rows };
      onSize(columns, rows);
    },
    [onSize],
  );
  return (
    <>
      {end ? (
        <TerminalPane label={`Terminal ${session.number} of ${container.name}`} end={end} onSize={measure} />
      ) : (
        <div className="term-host" />
      )}
      {ended ? (
        <div className="pfoot" style={{ height: 40 }} role="status">
          <span className="state">{ended}</span>
          {container.state === 'running' ? (
            <button
              type="button"
              className="btn"
              onClick={() =>
                void terminals
                  .close(container.id, session.session)
                  .then(() => terminals.openAnother(container.id, last.current))
              }
            >
              Start again
            </button>
          ) : null}
        </div>
      ) : null}
    </>
  );
});
