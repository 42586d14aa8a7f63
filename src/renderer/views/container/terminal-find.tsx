import { useEffect, useRef } from 'react';
import { count } from '#shared/format/quantity.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { SearchField } from '#renderer/ui/search-field.tsx';

/** The search of a terminal; Esc puts it away and gives the focus back. */
export function TerminalFind({
  text,
  found,
  onType,
  onStep,
  onClose,
}: {
  text: string;
  found: { at: number; count: number };
  onType: (text: string) => void;
  onStep: (isBackwards: boolean) => void;
  onClose: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const words =
    found.count === 0 ? 'None' : found.at < 0 ? count(found.count) : `${count(found.at + 1)} of ${count(found.count)}`;
  return (
    <div className="term-find" role="search">
      <SearchField
        className="find"
        label="Find in the terminal"
        placeholder="Find"
        autoFocus
        inputRef={field}
        value={text}
        onType={onType}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'F3') onStep(event.shiftKey);
          else if (event.key === 'Escape') onClose();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        after={
          text === '' ? null : (
            <span className="n num" role="status">
              {words}
            </span>
          )
        }
      />
      <IconButton small icon="chevronUp" label="Previous match" onClick={() => onStep(true)} />
      <IconButton small icon="chevronDown" label="Next match" onClick={() => onStep(false)} />
      <IconButton small icon="close" label="Close find" onClick={onClose} />
    </div>
  );
}
