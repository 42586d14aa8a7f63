import { useState } from 'react';
import { splitWords } from '#shared/format/split-words.ts';

/** A terminal with a command of one's own or as another user: for images without a shell, and for root. */
export function TerminalAs({
  command: first = '',
  onOpen,
  onClose,
}: {
  command?: string;
  onOpen: (command: string[] | undefined, user: string | undefined) => void;
  /** Undefined: there is nothing to go back to. */
  onClose?: () => void;
}) {
  const [command, setCommand] = useState(first);
  const [user, setUser] = useState('');
  return (
    <form
      className="term-as"
      onSubmit={(event) => {
        event.preventDefault();
        const words = splitWords(command);
        onOpen(words.length > 0 ? words : undefined, user.trim() === '' ? undefined : user.trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !onClose) return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className="field">
        <input
          aria-label="Command"
          placeholder="Command, or the first shell found"
          value={command}
          className="mono"
          spellCheck={false}
          autoComplete="off"
          autoFocus
          onChange={(event) => setCommand(event.target.value)}
        />
      </div>
      <div className="field user">
        <input
          aria-label="User"
          placeholder="User, as the image says"
          value={user}
          className="mono"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setUser(event.target.value)}
        />
      </div>
      <button type="submit" className="btn primary">
        Run
      </button>
      {onClose ? (
        <button type="button" className="btn ghost" onClick={onClose}>
          Cancel
        </button>
      ) : null}
    </form>
  );
}
