import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Completion } from '#shared/list/filter-query.ts';
import { SearchField } from '#renderer/ui/search-field.tsx';

/** The filter of a list, with what the word at the caret may become (ARIA: an editable combobox with a list). */
export function FilterField({
  label,
  value,
  found,
  inputRef,
  complete,
  onType,
  onLeave,
}: {
  label: string;
  value: string;
  /** How many match, shown while something is typed. */
  found: number;
  inputRef: RefObject<HTMLInputElement | null>;
  complete: (text: string, caret: number) => readonly Completion[];
  onType: (text: string) => void;
  /** To the list: Enter, Down, or Esc with nothing left to clear. */
  onLeave: () => void;
}) {
  const id = useId();
  /** The caret while the field has the focus; null: completions are put away. */
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState(-1);
  /** Whose caret is still to be set: with the new text and not a frame later, when the next letters are typed already. */
  const taken = useRef<{ text: string; at: number } | null>(null);
  useLayoutEffect(() => {
    if (taken.current?.text !== value) return;
    inputRef.current?.setSelectionRange(taken.current.at, taken.current.at);
    taken.current = null;
  });
  const options = caret === null || value === '' ? [] : complete(value, caret);
  const current = options[chosen];
  const look = (): void => {
    setCaret(inputRef.current?.selectionStart ?? null);
    setChosen(-1);
  };
  const take = ({ text, from, to }: Completion): void => {
    // Behind a value stands a space: the one that is there already is not doubled.
    const rest = value.slice(to).replace(/^ /, text.endsWith(' ') ? '' : ' ');
    const at = from + text.length;
    taken.current = { text: value.slice(0, from) + text + rest, at };
    onType(taken.current.text);
    setCaret(at);
    setChosen(-1);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const hasOptions = options.length > 0;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0 && hasOptions) {
      const count = options.length;
      setChosen(chosen < 0 && by < 0 ? count - 1 : (chosen + by + count) % count);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && current) take(current);
    else if (event.key === 'Tab' && !event.shiftKey && options[0] && value.trim() !== '') take(options[0]);
    else if (event.key === 'Enter' || event.key === 'ArrowDown') onLeave();
    else if (event.key === 'Escape') {
      if (hasOptions) setCaret(null);
      else if (value === '') onLeave();
      else onType('');
    } else return;
    event.preventDefault();
  };
  return (
    <div className="filter">
      <SearchField
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={options.length > 0}
        aria-controls={options.length > 0 ? id : undefined}
        aria-activedescendant={current ? `${id}-${chosen}` : undefined}
        label={label}
        placeholder="Filter"
        spellCheck={false}
        autoComplete="off"
        value={value}
        inputRef={inputRef}
        after={value === '' ? <kbd>/</kbd> : <span className="num">{found}</span>}
        onType={(text) => {
          onType(text);
          look();
        }}
        onKeyDown={onKeyDown}
        onClick={look}
        onBlur={() => setCaret(null)}
      />
      {options.length === 0 ? null : (
        <div className="popup filter-options" role="listbox" id={id} aria-label="Completions">
          {options.map((option, i) => (
            <div
              key={option.text}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === chosen}
              tabIndex={-1}
              className="item"
              {...(i === chosen ? { 'data-highlighted': '' } : {})}
              // Not the click: by then the field has lost the focus and the list is gone.
              onPointerDown={(event) => {
                event.preventDefault();
                take(option);
              }}
            >
              <bdi className="ell">{option.text.trim()}</bdi>
              {option.count === undefined ? null : <span className="key num">{option.count}</span>}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
