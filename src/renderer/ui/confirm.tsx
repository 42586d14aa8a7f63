import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactNode, useRef, useState } from 'react';
import { Icon, type IconName } from '#renderer/ui/icons.tsx';
import { TypedName } from '#renderer/ui/typed-name.tsx';

export interface ConfirmItem {
  name: string;
  icon?: IconName;
  /** Size, state, or why it is in the list. */
  note?: string;
}

/**
 * Asks before something is lost (design section 13): what goes, what stays, each thing by name; data only after its name
 * was typed. The focus starts on the safe button, or in the field.
 */
export function Confirm({
  open,
  title,
  children,
  items = [],
  typed,
  act,
  safe = 'Cancel',
  isCalm = false,
  onAct,
  onClose,
}: {
  open: boolean;
  title: string;
  children: ReactNode;
  /** All that goes; nothing is hidden behind "and more". */
  items?: readonly ConfirmItem[];
  /** The name to type before the act can be done (tier 3). */
  typed?: string;
  /** Verb and number: "Remove 3 containers". */
  act: string;
  safe?: string;
  /** Nothing is lost by it: the act is not in the colour of danger. */
  isCalm?: boolean;
  onAct: () => void;
  onClose: () => void;
}) {
  const safeButton = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog" {...(typed === undefined ? { initialFocus: safeButton } : {})}>
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />}>{children}</AlertDialog.Description>
          {items.length === 0 ? null : (
            <ul className="dialog-list">
              {items.map((item) => (
                <li key={item.name}>
                  {item.icon ? <Icon name={item.icon} /> : null}
                  <span className="ell">{item.name}</span>
                  {item.note === undefined ? null : <span className="t3 num dialog-note">{item.note}</span>}
                </li>
              ))}
            </ul>
          )}
          <Answer
            typed={typed}
            act={act}
            isCalm={isCalm}
            cancel={
              <AlertDialog.Close className="btn big" ref={safeButton}>
                {safe}
              </AlertDialog.Close>
            }
            onAct={() => {
              onAct();
              onClose();
            }}
          />
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Mounted with the dialog, so that what was typed is gone with it. */
function Answer({
  typed,
  act,
  isCalm,
  cancel,
  onAct,
}: {
  typed: string | undefined;
  act: string;
  isCalm: boolean;
  cancel: ReactNode;
  onAct: () => void;
}) {
  const [text, setText] = useState('');
  const isReady = typed === undefined || text === typed;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onAct();
      }}
    >
      {typed === undefined ? null : <TypedName typed={typed} value={text} onType={setText} />}
      <div className="acts">
        {cancel}
        <button type="submit" className={isCalm ? 'btn big primary' : 'btn big danger'} disabled={!isReady}>
          {act}
        </button>
      </div>
    </form>
  );
}
