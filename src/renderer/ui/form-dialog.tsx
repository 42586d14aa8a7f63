import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import '#renderer/ui/form-dialog.css';

/** A few fields in a dialog; Enter takes them, Esc leaves. What is wrong stays with what was typed. */
export function FormDialog({
  open,
  title,
  act,
  isBusy,
  error,
  children,
  onAct,
  onClose,
}: {
  open: boolean;
  title: string;
  /** Verb and thing: "Add user". */
  act: string;
  isBusy: boolean;
  /** Of no field in particular. */
  error: string | undefined;
  children: ReactNode;
  onAct: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog form-dialog">
          <Dialog.Title>{title}</Dialog.Title>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (!isBusy) onAct();
            }}
          >
            {children}
            {error === undefined ? null : (
              <p className="field-error" role="alert">
                {error}
              </p>
            )}
            <div className="acts">
              <Dialog.Close className="btn big">Cancel</Dialog.Close>
              <button type="submit" className="btn big primary" aria-disabled={isBusy}>
                {act}
              </button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
