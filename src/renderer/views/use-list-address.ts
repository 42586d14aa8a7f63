import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { ListStore } from '#renderer/stores/list-store.ts';
import { useQuery } from '#renderer/views/address.ts';

/**
 * Keeps filter, tab and grouping of a list in the address of its screen, so that Back, links and a reload find them. An
 * address without them leaves a list as it was when one comes to its screen, and clears it when one is there already.
 * `screen` is the path of the list's own screen. To be called in an observer.
 */
export function useListAddress<T>(list: ListStore<T>, screen: string): void {
  const [query, change] = useQuery();
  // Beside a detail screen (split) the address is the detail's.
  const isHere = useLocation()[0] === screen;
  const text = query.toString();
  /** The query as it was last read or written here. */
  const known = useRef<string | undefined>(undefined);
  const { filter, tab, groupBy } = list;

  useEffect(() => {
    if (!isHere || known.current === text) return;
    const hasAny = query.has('filter') || query.has('state') || query.has('group');
    if (known.current !== undefined || hasAny) {
      list.setFilter(query.get('filter') ?? '');
      list.setTab(query.get('state') ?? 'all');
      const group = query.get('group');
      if (group !== null && group !== list.groupBy) list.setGroupBy(group);
    }
    known.current = text;
    // oxlint-disable-next-line exhaustive-deps -- `query` is new each time, its text is what counts
  }, [list, text, isHere]);

  useEffect(() => {
    if (!isHere) return;
    // What the effect above has just taken from the address is not in `filter` and `tab` yet.
    const parts = {
      filter: list.filter,
      state: list.tab === 'all' ? '' : list.tab,
      group: list.groupBy === list.usualGroupBy ? '' : list.groupBy,
    };
    change(parts, { replace: true });
    known.current = window.location.hash.split('?')[1] ?? '';
  }, [list, filter, tab, groupBy, change, isHere]);
}
