import { useEffect } from 'react';
import type { KeyScope } from '#renderer/commands/command-list.ts';
import type { KeyPlace } from '#renderer/stores/commands-store.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

const FIELDS = 'input:not([type="checkbox"]), textarea, select, [contenteditable]';

/** Behind these nothing moves; one that is fading out is gone already. */
const OVER = ['dialog', 'alertdialog', 'menu'].map((role) => `[role="${role}"]:not([data-closed])`).join(', ');

/** Where the focus is, as the commands see it. */
function placeOf(target: EventTarget | null): KeyPlace {
  if (!(target instanceof Element)) return { scopes: [], isTyping: false };
  const scopes: KeyScope[] = [];
  for (let at = target.closest<HTMLElement>('[data-keys]'); at; ) {
    scopes.push(at.dataset['keys'] as KeyScope);
    at = at.parentElement?.closest<HTMLElement>('[data-keys]') ?? null;
  }
  return { scopes, isTyping: target.closest(FIELDS) !== null };
}

/** One listener for all keys of the program (design section 11). What a widget has taken is not looked at. */
export function useFrameKeys(): void {
  const { commands } = useStores();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.getModifierState('AltGraph')) return;
      if (event.target instanceof Element && event.target.closest(OVER)) return;
      if (commands.press(event, placeOf(event.target))) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands]);
}
