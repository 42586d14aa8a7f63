import { useEffect, useState } from 'react';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';

/** For two seconds after a copy the button says so, on the spot. */
function useCopy(text: string): [boolean, () => void] {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), 2000);
    return () => clearTimeout(timer);
  }, [isDone]);
  return [isDone, () => void navigator.clipboard.writeText(text).then(() => setDone(true))];
}

/** A small sign that copies. `isStop`: whether Tab stops at it, false in rows that the arrows walk through. */
export function CopyButton({ text, label, isStop = true }: { text: string; label: string; isStop?: boolean }) {
  const [isDone, copy] = useCopy(text);
  return (
    <IconButton
      small
      icon={isDone ? 'check' : 'copy'}
      label={isDone ? 'Copied' : label}
      tabIndex={isStop ? 0 : -1}
      onClick={copy}
    />
  );
}

/** The same as a button with words. */
export function CopyTextButton({ text, label }: { text: string; label: string }) {
  const [isDone, copy] = useCopy(text);
  return (
    <button type="button" className="btn" onClick={copy}>
      <Icon name={isDone ? 'check' : 'copy'} />
      {isDone ? 'Copied' : label}
    </button>
  );
}
