import { useEffect } from 'react';
import { useLocation } from 'wouter';

const LANDMARKS = 'header.topbar, nav.sidebar, main.main, footer.status';
const FOCUSABLE = 'a[href], button:not(:disabled), input, [tabindex="0"]';

/** Whether a key belongs to a field or a terminal and not to the frame. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], .xterm') !== null;
}

function nextLandmark(step: 1 | -1): void {
  const marks = [...document.querySelectorAll<HTMLElement>(LANDMARKS)];
  const at = marks.findIndex((mark) => mark.contains(document.activeElement));
  for (let i = 1; i <= marks.length; i++) {
    const mark = marks[(at + step * i + marks.length * 2) % marks.length];
    const first = mark?.querySelector<HTMLElement>(`[data-focus-first], ${FOCUSABLE}`);
    if (!first) continue;
    first.focus();
    return;
  }
}

/** Keys of the frame (design section 11) that exist so far. */
export function useFrameKeys(foldSidebar: () => void): void {
  const [, go] = useLocation();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const isMod = event.ctrlKey || event.metaKey;
      const inTerminal = event.target instanceof Element && event.target.closest('.term-host') !== null;
      if (event.key === 'F6' && !event.altKey && !isMod) nextLandmark(event.shiftKey ? -1 : 1);
      else if (inTerminal) return;
      else if (event.altKey && !isMod && event.key === 'ArrowLeft') window.history.back();
      else if (event.altKey && !isMod && event.key === 'ArrowRight') window.history.forward();
      else if (isMod && !event.altKey && event.key === 'b') foldSidebar();
      else if (isMod && event.key === ',') go('/settings');
      else if (isMod && event.key === '1') go('/containers');
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [foldSidebar, go]);
}
