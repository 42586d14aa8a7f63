import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useEffect, useRef } from 'react';
import { useFocusKept } from '#renderer/ui/use-focus-kept.ts';
import '#renderer/ui/form-dialog.css';

/**
 * A dialog to fill in. Its content is mounted with it, so that what was typed is gone with it. The focus starts in the
 * first field and goes back to where it came from: for that the dialog itself stays mounted, and no field has autoFocus,
 * which would be taken for the place it came from. `isSticky`: a click beside it does not close it.
 */
export function FormDialog({
  open,
  title,
  isSticky = false,
  isWide = false,
  isHuge = false,
  children,
  onClose,
  onClosed,
}: {
  open: boolean;
  title: string;
  isSticky?: boolean;
  /** For fields that stand side by side. */
  isWide?: boolean;
  /** For a form with something to read beside it. */
  isHuge?: boolean;
  children: ReactNode;
  onClose: () => void;
  /** It is out of sight: what it showed may change. */
  onClosed?: () => void;
}) {
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => !next && onClose()}
      onOpenChangeComplete={(next) => !next && onClosed?.()}
      disablePointerDismissal={isSticky}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className={`dialog form-dialog${isWide ? ' is-wide' : ''}${isHuge ? ' is-huge' : ''}`}>
          <Dialog.Title>{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/**
 * The fields of a `FormDialog`; Enter takes them, Mod+Enter from everywhere in it, Esc leaves. What is wrong stays with what was
 * typed, and the first field that is wrong has the focus.
 */
export function DialogForm({
  act,
  safe = 'Cancel',
  onSafe,
  isBusy,
  error,
  isDangerous = false,
  children,
  onAct,
}: {
  /** Verb and thing: "Add user". */
  act: string;
  safe?: string;
  /** Goes a step back in the place of closing it. */
  onSafe?: () => void;
  isBusy: boolean;
  /** Of no field in particular. */
  error: string | undefined;
  /** Something is lost by it. */
  isDangerous?: boolean;
  children: ReactNode;
  onAct: () => void;
}) {
  const form = useRef<HTMLFormElement>(null);
  const isAsked = useRef(false);
  useFocusKept(form, 'form :is(input, textarea), form .acts button');
  // What is wrong is known at once, or when the answer comes.
  useEffect(() => {
    if (!isAsked.current || isBusy) return;
    isAsked.current = false;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isBusy) return;
        isAsked.current = true;
        onAct();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
        event.preventDefault();
        form.current?.requestSubmit();
      }}
    >
      {children}
      {error === undefined ? null : (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <div className="acts">
        {onSafe ? (
          <button type="button" className="btn big" onClick={onSafe}>
            {safe}
          </button>
        ) : (
          <Dialog.Close className="btn big">{safe}</Dialog.Close>
        )}
        <button type="submit" className={isDangerous ? 'btn big danger' : 'btn big primary'} aria-disabled={isBusy}>
          {act}
        </button>
      </div>
    </form>
  );
}
