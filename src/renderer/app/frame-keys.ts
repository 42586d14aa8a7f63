import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { KeyScope } from '#renderer/commands/command-list.ts';
import type { KeyPlace } from '#renderer/stores/commands-store.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

const LANDMARKS = 'header.topbar, nav.sidebar, main.main, [role="complementary"], aside, footer.status';
const FOCUSABLE = 'a[href], button:not(:disabled), input, [tabindex="0"]';

/** Where the focus is, as the commands see it. */
function placeOf(target: EventTarget | null): KeyPlace {
  if (!(target instanceof Element)) return { scopes: [], isTyping: false };
  const scopes: KeyScope[] = [];
  for (let at = target.closest<HTMLElement>('[data-keys]'); at; ) {
    scopes.push(at.dataset['keys'] as KeyScope);
    at = at.parentElement?.closest<HTMLElement>('[data-keys]') ?? null;
  }
  if (target.closest('.term-host') && !scopes.includes('terminal')) scopes.unshift('terminal');
  const isTyping = target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]') !== null;
  return { scopes, isTyping };
}

/** The next landmark that can take the focus (WCAG: F6 goes round, the terminal included). */
function goToLandmark(step: 1 | -1): void {
  const marks = [...document.querySelectorAll<HTMLElement>(LANDMARKS)];
  const at = marks.findIndex((mark) => mark.contains(document.activeElement));
  for (let i = 1; i <= marks.length; i++) {
    const mark = marks[(at + step * i + marks.length * 2) % marks.length];
    const first =
      mark?.querySelector<HTMLElement>('[data-focus-first], [aria-current]') ??
      mark?.querySelector<HTMLElement>(FOCUSABLE);
    if (!first) continue;
    first.focus();
    return;
  }
}

/** One listener for all keys of the program (design section 11), and the frame's own commands. */
export function useFrameKeys(): void {
  const [, go] = useLocation();
  const { commands, settings } = useStores();
  useCommands({
    'history.back': () => window.history.back(),
    'history.forward': () => window.history.forward(),
    'pane.next': () => goToLandmark(1),
    'pane.previous': () => goToLandmark(-1),
    'sidebar.fold': () => void settings.set({ sidebarFolded: !settings.value.sidebarFolded }),
    'go.containers': () => go('/containers'),
    'go.settings': () => go('/settings'),
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.getModifierState('AltGraph')) return;
      if (commands.press(event, placeOf(event.target))) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands]);
}
