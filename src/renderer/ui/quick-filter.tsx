import type { Ref } from 'react';
import { SearchField } from '#renderer/ui/search-field.tsx';

/** Filters what is on screen already: Escape empties it, and how many were found stands in it. */
export const QuickFilter = ({
  label,
  text,
  onType,
  found,
  inputRef,
}: {
  label: string;
  text: string;
  onType: (text: string) => void;
  found: number;
  inputRef?: Ref<HTMLInputElement>;
}) => (
  <SearchField
    className="find"
    label={label}
    placeholder="Filter"
    {...(inputRef && { inputRef })}
    value={text}
    onType={onType}
    onKeyDown={(event) => {
      if (event.key !== 'Escape' || text === '') return;
      event.preventDefault();
      onType('');
    }}
    after={text === '' ? null : <span className="n num">{found}</span>}
  />
);
