import { useEffect, useRef } from 'react';
import { TerminalView } from '#renderer/terminal/terminal-view.ts';
import { LOG_FONT } from '#renderer/terminal/log/painter.ts';
import '@xterm/xterm/css/xterm.css';
import '#renderer/terminal/terminal-pane.css';

/** The other end of a terminal, as the pane needs it. */
export interface TerminalEnd {
  listen(listener: { output(data: string, isReplay: boolean): void; ended(): void }): { dispose(): void };
  input(data: string): void;
  resize(columns: number, rows: number): void;
}

/** Measures a terminal that would fill the pane before a session exists, then shows the session. */
export function TerminalPane({
  label,
  end,
  onSize,
}: {
  label: string;
  end: TerminalEnd | null;
  onSize: (columns: number, rows: number) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const tell = useRef(onSize);
  useEffect(() => {
    tell.current = onSize;
  });

  useEffect(() => {
    let isGone = false;
    let stop: (() => void) | undefined;
    void document.fonts
      .load(`13px ${LOG_FONT}`)
      .catch(() => [])
      .then(() => {
        const element = host.current;
        if (isGone || !element) return;
        const view = new TerminalView(element, {
          input: (data) => end?.input(data),
          resize: (columns, rows) => {
            tell.current(columns, rows);
            end?.resize(columns, rows);
          },
        });
        const { columns, rows } = view.size;
        tell.current(columns, rows);
        const listening = end?.listen({
          output: (data, isReplay) => view.write(data, isReplay),
          ended: () => view.end(),
        });
        // The size of the window may have changed since the session was last looked at.
        end?.resize(columns, rows);
        view.focus();
        stop = () => {
          listening?.dispose();
          view.dispose();
          element.replaceChildren();
        };
      });
    return () => {
      isGone = true;
      stop?.();
    };
  }, [end]);

  return (
    <div
      className="term-host"
      data-keys="terminal"
      role="group"
      aria-label={label}
      aria-description="F6 leaves the terminal. Alt+F6 sends F6 to the shell."
    >
      <div ref={host} className="term-inner" />
    </div>
  );
}
