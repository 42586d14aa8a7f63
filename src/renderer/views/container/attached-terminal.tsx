import { observer } from 'mobx-react-lite';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { TerminalSession } from '#shared/contract/terminals.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { TerminalLink, TerminalSize } from '#renderer/stores/terminals-store.ts';
import { usePasteQuestion } from '#renderer/views/container/paste-question.tsx';
import { TerminalFind } from '#renderer/views/container/terminal-find.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { type TerminalEnd, type TerminalHandle, TerminalPane } from '#renderer/terminal/terminal-pane.tsx';
import type { TerminalLook } from '#renderer/terminal/terminal-view.ts';

const lookOf = (settings: Settings): TerminalLook => ({
  fontSize: settings.terminalFontSize,
  scrollback: settings.terminalScrollback,
  cursor: settings.terminalCursor,
  cursorBlinks: settings.terminalCursorBlink,
});

/** An empty pane that tells how large a terminal would be, before there is one. */
export const MeasuringTerminal = observer(function MeasuringTerminal({
  onSize,
}: {
  onSize: (columns: number, rows: number) => void;
}) {
  const { settings } = useStores();
  return (
    <TerminalPane
      label="Terminal"
      end={null}
      look={lookOf(settings.value)}
      onSize={onSize}
      onPaste={() => Promise.resolve(null)}
      onFound={() => {}}
      handle={null}
    />
  );
});

/** One session, attached while it is looked at; main keeps it, and what it printed, when we leave. */
export const AttachedTerminal = observer(function AttachedTerminal({
  session,
  container,
  onSize,
}: {
  session: TerminalSession;
  container: Container;
  onSize: (columns: number, rows: number) => void;
}) {
  const { terminals, settings } = useStores();
  const pane = useRef<TerminalHandle>(null);
  const last = useRef<TerminalSize>({ columns: 80, rows: 24 });
  const { end, ended, unsent, forgetUnsent } = useEnd(session.session, container.id);
  const paste = usePasteQuestion();
  const [find, setFind] = useState<string | null>(null);
  const [found, setFound] = useState({ at: -1, count: 0 });
  useCommands({
    'terminal.find': () => setFind(find ?? ''),
    'terminal.copy': () => pane.current?.copy() ?? false,
    // The browser's own paste, which the pane then asks about: reading the clipboard would need a permission.
    'terminal.paste': () => false,
    'terminal.clear': () => pane.current?.clear(),
    'terminal.sendF6': () => pane.current?.send('\u001b[17~'),
  });
  const measure = useCallback(
    (columns: number, rows: number) => {
      last.current = { columns, rows };
      onSize(columns, rows);
    },
    [onSize],
  );
  const again = (): void => {
    const { command, user } = session;
    void terminals
      .close(container.id, session.session)
      .then(() => terminals.openAnother(container.id, last.current, { command, ...(user === '' ? {} : { user }) }));
  };
  return (
    <div className="term-area">
      {find === null ? null : (
        <TerminalFind
          text={find}
          found={found}
          onType={(text) => {
            setFind(text);
            pane.current?.find(text, false, true);
          }}
          onStep={(isBackwards) => pane.current?.find(find, isBackwards, false)}
          onClose={() => {
            setFind(null);
            pane.current?.endFind();
            pane.current?.focus();
          }}
        />
      )}
      <TerminalPane
        label={`Terminal ${session.number} of ${container.name}`}
        end={end}
        look={lookOf(settings.value)}
        onSize={measure}
        onPaste={paste.ask}
        onFound={(at, count) => setFound({ at, count })}
        handle={pane}
      />
      {ended === null ? (
        <Unsent error={unsent} onDismiss={forgetUnsent} />
      ) : (
        <div className="pfoot term-end" role="status">
          <span className="state">{ended}</span>
          {container.state === 'running' ? (
            <button type="button" className="btn" onClick={again}>
              Start again
            </button>
          ) : null}
        </div>
      )}
      {paste.dialog}
    </div>
  );
});

/** Both mean that there was no way to the session; anything else is the server's refusal, in its own words. */
const isWayLost = ({ code }: AppError): boolean => code === 'timeout' || code === 'conflict';
const unsentWords = (error: AppError): string =>
  isWayLost(error)
    ? "What was typed while the terminal wasn't connected wasn't sent."
    : `Some of what was typed wasn't sent. ${error.message}`;

/** Under the terminal while what is typed does not get through, and after it until it was read. */
const Unsent = observer(function Unsent({ error, onDismiss }: { error: AppError | null; onDismiss: () => void }) {
  const { session } = useStores();
  const isAway = session.state !== 'connected';
  const words = isAway
    ? `Not connected. What is typed here isn't sent${error ? '; some was typed already.' : '.'}`
    : error && unsentWords(error);
  if (!words) return null;
  return (
    <div className="pfoot term-end" role="alert">
      <Icon name="warning" className="warn" />
      <span className="state">{words}</span>
      <span className="grow" />
      {isAway ? null : (
        <button type="button" className="btn" onClick={onDismiss}>
          Dismiss
        </button>
      )}
    </div>
  );
});

/** The session as the pane takes it, attached as long as the pane listens; how it ended, and why keys did not get to it. */
function useEnd(
  session: string,
  container: string,
): { end: TerminalEnd; ended: string | null; unsent: AppError | null; forgetUnsent: () => void } {
  const { terminals } = useStores();
  const [ended, setEnded] = useState<string | null>(null);
  const [unsent, setUnsent] = useState<AppError | null>(null);
  const link = useRef<TerminalLink | undefined>(undefined);
  const end = useMemo(
    (): TerminalEnd => ({
      listen: (pane) => {
        const attached = terminals.attach(session);
        link.current = attached;
        attached.listen({
          output: (data, isReplay) => pane.output(data, isReplay),
          ended: (exitCode, error) => {
            pane.ended();
            setEnded(error ? error.message : exitCode === null ? 'Shell ended.' : `Shell ended, code ${exitCode}.`);
            void terminals.load(container).catch(() => []);
          },
        });
        return attached;
      },
      input: (data) => void link.current?.input(data).catch((error: AppError) => setUnsent(error)),
      resize: (columns, rows) => terminals.resize(session, { columns, rows }),
    }),
    [terminals, session, container],
  );
  const forgetUnsent = useCallback(() => setUnsent(null), []);
  return { end, ended, unsent, forgetUnsent };
}
