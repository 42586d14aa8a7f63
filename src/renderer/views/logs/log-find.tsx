import { type RefObject, useEffect, useRef } from 'react';
import { count } from '#shared/format/quantity.ts';
import type { Query } from '#shared/lines/line-pattern.ts';
import type { FindState } from '#renderer/terminal/log/find.ts';
import type { LogPaneHandle } from '#renderer/terminal/log/log-pane.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { SearchField } from '#renderer/ui/search-field.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Typing searches after this pause, so that a long word is searched once. */
const TYPING_MS = 60;

function resultWords(find: FindState | null): string {
  if (!find || find.error !== null) return '';
  if (find.total === 0) return find.isDone ? 'No matches' : 'Searching';
  if (find.current > 0) return `${count(find.current)} of ${count(find.total)}`;
  return `${count(find.total)} match${find.total === 1 ? '' : 'es'}`;
}

/** The field to find in a log, with its ways on and its switches. */
export function LogFind({
  pane,
  find,
  query,
  onQuery,
}: {
  pane: RefObject<LogPaneHandle | null>;
  find: FindState | null;
  query: Query;
  onQuery: (query: Query) => void;
}) {
  const { commands } = useStores();
  const input = useRef<HTMLInputElement>(null);
  const searched = useRef('');
  const search = (): void => {
    const key = JSON.stringify(query);
    if (searched.current === key) return;
    searched.current = key;
    pane.current?.search(query.text === '' ? null : query);
  };
  useEffect(() => {
    const timer = setTimeout(search, TYPING_MS);
    return () => clearTimeout(timer);
  });
  const step = (direction: 1 | -1): void => {
    search();
    pane.current?.stepMatch(direction);
  };
  const switchCase = (): void => onQuery({ ...query, matchCase: !query.matchCase });
  const switchPattern = (): void => onQuery({ ...query, isPattern: !query.isPattern });
  useCommands({
    'log.find': () => {
      input.current?.focus();
      input.current?.select();
    },
    'log.nextMatch': () => step(1),
    'log.previousMatch': () => step(-1),
    'log.matchCase': switchCase,
    'log.pattern': switchPattern,
  });
  const error = find?.error ?? null;
  return (
    <SearchField
      label="Find in the log"
      className={error === null ? 'find' : 'find bad'}
      placeholder="Find"
      value={query.text}
      inputRef={input}
      spellCheck={false}
      aria-invalid={error !== null}
      aria-describedby="log-find-result"
      onType={(text) => onQuery({ ...query, text })}
      onKeyDown={(event) => {
        if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
        else if (event.key === 'Escape') {
          if (query.text === '') pane.current?.focus();
          else onQuery({ ...query, text: '' });
        }
      }}
      after={
        <>
          <span className="n num" role="status" id="log-find-result">
            {error === null ? resultWords(find) : <span className="find-error">{error}</span>}
          </span>
          <IconButton
            small
            icon="chevronUp"
            label="Previous match"
            keys={commands.words('log.previousMatch')}
            disabled={!find?.total}
            onClick={() => step(-1)}
          />
          <IconButton
            small
            icon="chevronDown"
            label="Next match"
            keys={commands.words('log.nextMatch')}
            disabled={!find?.total}
            onClick={() => step(1)}
          />
          <span className="sep" />
          <IconButton
            small
            icon="case"
            label="Match case"
            keys={commands.words('log.matchCase')}
            aria-pressed={query.matchCase}
            onClick={switchCase}
          />
          <IconButton
            small
            icon="pattern"
            label="Search by pattern"
            keys={commands.words('log.pattern')}
            aria-pressed={query.isPattern}
            onClick={switchPattern}
          />
        </>
      }
    />
  );
}
