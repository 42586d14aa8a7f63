import { type RefObject, useEffect, useRef, useState } from 'react';
import { count } from '#shared/format/quantity.ts';
import type { FindState } from '#renderer/terminal/log/find.ts';
import type { LogPaneHandle } from '#renderer/terminal/log/log-pane.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';

/** Typing searches after this pause, so that a long word is searched once. */
const TYPING_MS = 60;

function resultWords(find: FindState | null): string {
  if (!find) return '';
  if (find.total === 0) return find.isDone ? 'No matches' : 'Searching';
  if (find.current > 0) return `${count(find.current)} of ${count(find.total)}`;
  return `${count(find.total)} match${find.total === 1 ? '' : 'es'}`;
}

export function LogFind({ pane, find }: { pane: RefObject<LogPaneHandle | null>; find: FindState | null }) {
  const [text, setText] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const searched = useRef('');
  const search = (): void => {
    const key = `${matchCase} ${text}`;
    if (searched.current === key) return;
    searched.current = key;
    pane.current?.search(text === '' ? null : { text, matchCase });
  };
  useEffect(() => {
    const timer = setTimeout(search, TYPING_MS);
    return () => clearTimeout(timer);
  });
  const step = (direction: 1 | -1): void => {
    search();
    pane.current?.stepMatch(direction);
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isMod = event.ctrlKey || event.metaKey;
      if (isMod && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'f') {
        input.current?.focus();
        input.current?.select();
      } else if (event.key === 'F3') step(event.shiftKey ? -1 : 1);
      else if (event.altKey && event.code === 'KeyC') setMatchCase(!matchCase);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
  return (
    <div className="field find">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        aria-label="Find in the log"
        placeholder="Find"
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') {
            if (text === '') pane.current?.focus();
            setText('');
          }
        }}
      />
      <span className="n num" role="status">
        {resultWords(find)}
      </span>
      <IconButton
        small
        icon="chevronUp"
        label="Previous match"
        keys="Shift+F3"
        disabled={!find?.total}
        onClick={() => step(-1)}
      />
      <IconButton
        small
        icon="chevronDown"
        label="Next match"
        keys="F3"
        disabled={!find?.total}
        onClick={() => step(1)}
      />
      <IconButton
        small
        icon="case"
        label="Match case"
        keys="Alt+C"
        aria-pressed={matchCase}
        onClick={() => setMatchCase(!matchCase)}
      />
    </div>
  );
}
