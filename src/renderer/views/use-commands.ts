import { useEffect, useLayoutEffect, useRef } from 'react';
import type { CommandHandlers } from '#renderer/stores/commands-store.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/**
 * Handles commands while the component is on screen. The names must stay the same from one drawing to the next; what
 * they do may change. Leave a command out (`undefined`) when it makes no sense now.
 */
export function useCommands(handlers: CommandHandlers): void {
  const { commands } = useStores();
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  const names = Object.entries(handlers)
    .filter(([, handler]) => handler !== undefined)
    .map(([name]) => name)
    .join(' ');
  useEffect(() => {
    const stable = Object.fromEntries(
      names
        .split(' ')
        .filter(Boolean)
        .map((name) => [name, () => latest.current[name as keyof CommandHandlers]?.()]),
    ) satisfies CommandHandlers;
    const handling = commands.handle(stable);
    return () => handling.dispose();
  }, [commands, names]);
}
