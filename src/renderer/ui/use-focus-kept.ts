import { type RefObject, useLayoutEffect } from 'react';

/**
 * For a part of a dialog in whose place another comes: the step before or after, a plan once it is known. What had the focus goes
 * with it, and without this the keys would lead nowhere. `next`: what takes the focus then, the first that is found in the dialog.
 */
export function useFocusKept(part: RefObject<HTMLElement | null>, next: string): void {
  useLayoutEffect(() => {
    const popup = part.current?.closest<HTMLElement>('[role="dialog"], [role="alertdialog"]');
    return () => {
      if (!popup?.contains(document.activeElement)) return;
      queueMicrotask(() => {
        if (popup.isConnected && document.activeElement === document.body)
          popup.querySelector<HTMLElement>(next)?.focus();
      });
    };
  }, [part, next]);
}
