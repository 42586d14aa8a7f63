import { observer } from 'mobx-react-lite';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import { splitWords } from '#shared/format/split-words.ts';
import type { OpenOptions, TerminalSize } from '#renderer/stores/terminals-store.ts';
import { AttachedTerminal, MeasuringTerminal } from '#renderer/views/container/attached-terminal.tsx';
import { TerminalAs } from '#renderer/views/container/terminal-as.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Segments } from '#renderer/ui/segments.tsx';

const SIZE: TerminalSize = { columns: 80, rows: 24 };

export const TerminalTab = observer(function TerminalTab({ container }: { container: Container }) {
  const { terminals, settings } = useStores();
  const { id } = container;
  const sessions = terminals.sessions(id);
  const chosen = terminals.chosen.get(id);
  const size = useRef<TerminalSize>(SIZE);
  const [isMeasured, setMeasured] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const isRunning = container.state === 'running';
  const { terminalCommand } = settings.value;
  const onSize = useCallback((columns: number, rows: number) => {
    size.current = { columns, rows };
    setMeasured(true);
  }, []);
  // Main knows what is open: the list is asked for each time the tab is shown, and a session opened if there is none.
  useEffect(() => {
    if (isMeasured && isRunning) void terminals.ensure(id, size.current, ownCommand(terminalCommand));
    else if (!isRunning) void terminals.load(id).catch(() => []);
  }, [terminals, id, isMeasured, isRunning, terminalCommand]);
  const current = sessions.find((session) => session.session === chosen);
  const openAnother = (options: OpenOptions = ownCommand(terminalCommand)): void => {
    setAsking(false);
    void terminals.openAnother(id, size.current, options);
  };
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
          <>
            <IconButton icon="plus" label="New terminal" onClick={() => openAnother()} />
            <button type="button" className="btn" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
              Run as…
            </button>
          </>
        ) : null}
        <span className="grow" />
        {current ? (
          <span className="t3 mono ell small">
            {current.command.join(' ')}
            {current.user === '' ? '' : ` as ${current.user}`}
          </span>
        ) : null}
        {current ? (
          <button type="button" className="btn" onClick={() => void terminals.close(id, current.session)}>
            <Icon name="close" />
            Close
          </button>
        ) : null}
      </div>
      {isAsking && isRunning ? (
        <div className="note">
          <TerminalAs
            command={terminalCommand ?? ''}
            onOpen={(command, user) => openAnother({ ...(command ? { command } : {}), ...(user ? { user } : {}) })}
            onClose={() => setAsking(false)}
          />
        </div>
      ) : null}
      {terminals.error ? <OpenError container={container} onOpen={openAnother} /> : null}
      {!isRunning && !current ? (
        <Empty title={`${container.name} isn't running.`} text="A terminal needs a running container." />
      ) : current ? (
        <AttachedTerminal key={current.session} session={current} container={container} onSize={onSize} />
      ) : (
        <MeasuringTerminal onSize={onSize} />
      )}
    </>
  );
});

/** The command of the settings; none: main takes the first shell it finds. */
function ownCommand(command: string | null): OpenOptions {
  const words = splitWords(command ?? '');
  return words.length > 0 ? { command: words } : {};
}

const OpenError = observer(function OpenError({
  container,
  onOpen,
}: {
  container: Container;
  onOpen: (options?: OpenOptions) => void;
}) {
  const { terminals } = useStores();
  const { error } = terminals;
  if (!error) return null;
  const hasNoShell = error.reason === 'no_shell';
  return (
    <div className="note" role="alert">
      <span className="text">
        {hasNoShell
          ? 'This image has no shell. Run a command instead.'
          : `${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}`}
      </span>
      {hasNoShell ? (
        <TerminalAs
          onOpen={(command, user) => {
            if (command) onOpen({ command, ...(user ? { user } : {}) });
          }}
        />
      ) : container.state === 'running' ? (
        <button type="button" className="btn" onClick={() => onOpen()}>
          Try again
        </button>
      ) : null}
    </div>
  );
});
