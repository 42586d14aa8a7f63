import type { PruneItem, PruneResult } from '#shared/contract/prune.ts';
import { size } from '#shared/format/bytes.ts';
import { plural, words } from '#shared/format/quantity.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';

/** What a prune removed, and what it skipped and why. `hasSizes` false: of what takes no room. */
export function tellPruned(
  toasts: ToastsStore,
  noun: string,
  { removed, bytes, skipped }: PruneResult,
  items: readonly PruneItem[],
  hasSizes = true,
): void {
  const nameOf = (id: string): string => items.find((item) => item.id === id)?.name ?? id;
  const why = skipped.map(({ id, reason }) => `${nameOf(id)}: ${reason}`).join(' ');
  toasts.show({
    title: `Removed ${plural(removed.length, noun)}${hasSizes ? `, ${words(size(bytes))} freed` : ''}.`,
    ...(skipped.length > 0 && { text: `${skipped.length} skipped. ${why}` }),
    isError: skipped.length > 0,
  });
}
