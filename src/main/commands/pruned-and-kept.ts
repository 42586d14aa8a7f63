import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Caller } from '#main/commands/handler.ts';
import { recorded } from '#main/commands/recorded.ts';
import type { PruneItem, PruneResult } from '#shared/contract/prune.ts';
import { size } from '#shared/format/bytes.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { words } from '#shared/format/quantity.ts';

interface Planned {
  /** "Remove 3 unused images". */
  readonly title: string;
  /** What removes these and nothing else: a prune of docker's own would take what came since. Null where there is none. */
  readonly docker: readonly string[] | null;
  readonly items: readonly PruneItem[];
  readonly caller: Caller;
}

/** A prune as it is kept among the jobs: what it was, and what stayed and why. */
export function prunedAndKept(
  deps: Pick<HandlerDeps, 'jobs' | 'clock'>,
  { title, docker, items, caller }: Planned,
  prune: () => Promise<PruneResult>,
): Promise<PruneResult> {
  const act = {
    title,
    command: docker && joinCommand([...docker, ...items.map(({ name }) => name)]),
    startedBy: caller.user,
  };
  const nameOf = (id: string): string => items.find((item) => item.id === id)?.name ?? id;
  return recorded(deps, act, prune, ({ removed, bytes, skipped }) => ({
    output: [
      `Removed ${removed.length}${bytes > 0 ? `, ${words(size(bytes))} are free again` : ''}.`,
      ...skipped.map(({ id, reason }) => `${nameOf(id)} stayed. ${reason}`),
    ],
  }));
}
