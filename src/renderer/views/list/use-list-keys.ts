import { useEffect, useRef } from 'react';
import type { ListStore } from '#renderer/stores/list-store.ts';
import type { TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';

/** The keys that every list has (design section 11); those that act on a row are its screen's own. */
export function useListKeys<T>(list: ListStore<T>, handle: { current: TreeGridHandle | null }): void {
  useCommands({
    'list.down': () => handle.current?.step(1),
    'list.up': () => handle.current?.step(-1),
    'list.select': () => handle.current?.toggle() ?? false,
    'list.menu': () => handle.current?.openMenu() ?? false,
    'list.selectAll': () => {
      if (!handle.current?.isFocused()) return false;
      list.selection.toggleAll(list.orderedIds);
      return true;
    },
  });
}

/** `/`: to the filter of the list. While something is selected it is not on screen: asking for it gives the head back first. */
export function useFilterKey<T>(list: ListStore<T>): { current: HTMLInputElement | null } {
  const filter = useRef<HTMLInputElement>(null);
  const isWanted = useRef(false);
  const hasSelection = list.selectedItems.length > 0;
  const focus = (): void => {
    isWanted.current = filter.current === null;
    filter.current?.focus();
    filter.current?.select();
  };
  useCommands({
    'list.filter': () => {
      list.selection.clear();
      focus();
    },
  });
  useEffect(() => {
    if (isWanted.current && !hasSelection) focus();
  }, [hasSelection]);
  return filter;
}
