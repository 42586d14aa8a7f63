import type { KeyboardEvent } from 'react';
import type { Stores } from '#renderer/stores/stores.ts';
import type { ListRow } from '#renderer/stores/container-list-store.ts';
import { containerActs } from '#renderer/views/containers/container-acts.ts';

export interface ListKeyContext {
  stores: Stores;
  rows: readonly ListRow[];
  pageRows: number;
  go: (to: string) => void;
  scrollTo: (index: number) => void;
  openMenu: () => void;
  focusFilter: () => void;
}

const TABS: Record<string, string> = { l: 'logs', t: 'terminal', i: 'inspect', e: 'environment', Enter: 'logs' };

/** Keys of the list (design section 11). Only while the list itself has the focus: single letters type elsewhere. */
export function onListKey(event: KeyboardEvent, context: ListKeyContext): void {
  if (event.target !== event.currentTarget || event.altKey) return;
  const { stores, rows } = context;
  const { list } = stores;
  const isMod = event.ctrlKey || event.metaKey;
  const at = rows.findIndex((row) => row.key === list.active);
  const row = rows[at];
  const move = (to: number): void => {
    // Rows that say why an act failed are read, not walked.
    const step = to < at ? -1 : 1;
    let index = Math.max(0, Math.min(rows.length - 1, to));
    while (rows[index]?.kind === 'failure') index += step;
    const next = rows[index];
    if (!next) return;
    list.setActive(next.key);
    context.scrollTo(index);
  };
  const container = row?.kind === 'container' ? row.container : undefined;
  const act = (...verbs: string[]): void => {
    if (!container) return;
    containerActs(stores, container)
      .find(({ verb }) => verbs.includes(verb))
      ?.run();
  };
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const tab = TABS[key];
  if (event.shiftKey && event.key === 'F10') context.openMenu();
  else if (isMod) return;
  else if (key === 'ContextMenu') context.openMenu();
  else if (key === 'ArrowDown' || key === 'j') move(at + 1);
  else if (key === 'ArrowUp' || key === 'k') move(at < 0 ? 0 : at - 1);
  else if (key === 'Home') move(0);
  else if (key === 'End') move(rows.length - 1);
  else if (key === 'PageDown') move(at + context.pageRows);
  else if (key === 'PageUp') move(at - context.pageRows);
  else if (key === 'ArrowLeft' && row?.kind === 'group') list.fold(row.group.name, true);
  else if (key === 'ArrowRight' && row?.kind === 'group') list.fold(row.group.name, false);
  else if (key === 'ArrowLeft' && container) {
    move(rows.findIndex((one) => one.kind === 'group' && one.group.name === (container.stack ?? '')));
  } else if (key === 'Enter' && row?.kind === 'group') list.fold(row.group.name, row.isOpen);
  else if (tab !== undefined && container) context.go(`/container/${container.id}/${tab}`);
  else if (key === 's') act('start', 'stop', 'unpause');
  else if (key === 'r') act('restart');
  else if (key === '/') context.focusFilter();
  else if (key === 'Escape' && list.filter !== '') list.setFilter('');
  else return;
  event.preventDefault();
}
