import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactNode, useRef } from 'react';

/** Tier 1 of design section 13: what goes, what stays; the focus starts on the safe button. */
export function Confirm({
  open,
  title,
  children,
  act,
  onAct,
  onClose,
}: {
  open: boolean;
  title: string;
  children: ReactNode;
  act: string;
  onAct: () => void;
  onClose: () => void;
}) {
  const safe = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog" initialFocus={safe}>
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />}>{children}</AlertDialog.Description>
          <div className="acts">
            <AlertDialog.Close className="btn big" ref={safe}>
              Cancel
            </AlertDialog.Close>
            <button
              type="button"
              className="btn big danger"
              onClick={() => {
                onAct();
                onClose();
              }}
            >
              {act}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
