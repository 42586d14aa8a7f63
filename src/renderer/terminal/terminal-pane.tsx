import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { type TerminalLook, TerminalView } from '#renderer/terminal/terminal-view.ts';
import { LOG_FONT } from '#renderer/terminal/log/painter.ts';
import '@xterm/xterm/css/xterm.css';
import '#renderer/terminal/terminal-pane.css';

/** The other end of a terminal, as the pane needs it. */
export interface TerminalEnd {
  listen(listener: { output(data: string, isReplay: boolean): void; ended(): void }): { dispose(): void };
  input(data: string): void;
  resize(columns: number, rows: number): void;
}

/** What commands can do with the pane. */
export interface TerminalHandle {
  focus(): void;
  copy(): boolean;
  clear(): void;
  send(data: string): void;
  find(text: string, isBackwards: boolean, isIncremental: boolean): void;
  endFind(): void;
}

/** Measures a terminal that would fill the pane before a session exists, then shows the session. */
export function TerminalPane({
  label,
  end,
  look,
  onSize,
  onPaste,
  onFound,
  handle,
}: {
  label: string;
  end: TerminalEnd | null;
  look: TerminalLook;
  onSize: (columns: number, rows: number) => void;
  /** Asked before a paste is typed; null: it is not. */
  onPaste: (text: string) => Promise<string | null>;
  onFound: (at: number, count: number) => void;
  handle: Ref<TerminalHandle>;
}) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<TerminalView | null>(null);
  const tell = useRef({ onSize, onPaste, onFound, look });
  useEffect(() => {
    tell.current = { onSize, onPaste, onFound, look };
  });

  useEffect(() => {
    let isGone = false;
    let stop: (() => void) | undefined;
    void document.fonts
      .load(`${tell.current.look.fontSize}px ${LOG_FONT}`)
      .catch(() => [])
      .then(() => {
        const element = host.current;
        if (isGone || !element) return;
        const events = {
          input: (data: string) => end?.input(data),
          resize: (columns: number, rows: number) => {
            tell.current.onSize(columns, rows);
            end?.resize(columns, rows);
          },
          paste: (text: string) => tell.current.onPaste(text),
          found: (at: number, count: number) => tell.current.onFound(at, count),
        };
        const made = new TerminalView(element, events, tell.current.look);
        view.current = made;
        const { columns, rows } = made.size;
        tell.current.onSize(columns, rows);
        const listening = end?.listen({
          output: (data, isReplay) => made.write(data, isReplay),
          ended: () => made.end(),
        });
        // The size of the window may have changed since the session was last looked at.
        end?.resize(columns, rows);
        made.focus();
        stop = () => {
          listening?.dispose();
          made.dispose();
          view.current = null;
          element.replaceChildren();
        };
      });
    return () => {
      isGone = true;
      stop?.();
    };
  }, [end]);

  const { fontSize, scrollback, cursor, cursorBlinks } = look;
  useEffect(
    () => view.current?.setLook({ fontSize, scrollback, cursor, cursorBlinks }),
    [fontSize, scrollback, cursor, cursorBlinks],
  );

  useImperativeHandle(handle, () => ({
    focus: () => view.current?.focus(),
    copy: () => view.current?.copy() ?? false,
    clear: () => view.current?.clear(),
    send: (data) => view.current?.send(data),
    find: (text, isBackwards, isIncremental) => view.current?.find(text, isBackwards, isIncremental),
    endFind: () => view.current?.endFind(),
  }));

  return (
    <div
      className="term-host"
      role="group"
      aria-label={label}
      aria-description="F6 leaves the terminal. Alt+F6 sends F6 to the shell."
      data-keys="terminal"
    >
      <div ref={host} className="term-inner" />
    </div>
  );
}
