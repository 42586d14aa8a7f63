import { randomBytes } from 'node:crypto';
import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { prunedAndKept } from '#main/commands/pruned-and-kept.ts';
import { PrunePlans, pruneOneByOne } from '#main/commands/prune-plans.ts';
import type { SystemDf } from '#main/engine/system-json.ts';
import type { PruneItem } from '#shared/contract/prune.ts';
import { ago } from '#shared/format/duration.ts';
import { plural } from '#shared/format/quantity.ts';
import { AppError } from '#shared/protocol/errors.ts';

type Piece = SystemDf['BuildCache'][number];

export function buildCacheHandlers(deps: HandlerDeps): Pick<Handlers, 'buildCache.prunePlan' | 'buildCache.prune'> {
  const { engineOf, clock } = deps;
  const plans = new PrunePlans<PruneItem>(clock, () => randomBytes(9).toString('base64url'));
  return {
    'buildCache.prunePlan': async ({ engine: name }, { signal }) => {
      const engine = engineOf(name);
      const { BuildCache } = await engine.diskUse(signal);
      const items = cacheToPrune(BuildCache, clock.now());
      return {
        plan: plans.hold('buildCache', engine, items),
        items,
        bytes: items.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    },
    'buildCache.prune': async ({ engine: name, plan, only }, { caller, signal }) => {
      const engine = engineOf(name);
      const wanted = only && new Set(only);
      const planned = plans.take('buildCache', engine, plan).filter(({ id }) => wanted?.has(id) ?? true);
      const now = new Map((await engine.diskUse(signal)).BuildCache.map((piece) => [piece.ID, piece]));
      // Docker's own line takes one piece by a filter, and so would be one for each.
      const what = {
        title: `Remove ${plural(planned.length, 'piece')} of build cache`,
        docker: null,
        items: planned,
        caller,
      };
      return prunedAndKept(deps, what, () =>
        pruneOneByOne(
          leavesFirst(planned, now),
          ({ id }) => {
            const piece = now.get(id);
            return piece ? (piece.InUse ? 'A build uses it since.' : undefined) : 'It was gone already.';
          },
          async ({ id }) => {
            if (!(await engine.images.removeCache(id, signal)))
              throw new AppError('conflict', 'Other pieces are built upon it, or a build uses it since.');
          },
        ),
      );
    },
  };
}

/** What no build uses now, the largest first; a piece that an image holds too frees nothing by itself. */
function cacheToPrune(pieces: readonly Piece[], now: number): PruneItem[] {
  return pieces
    .filter(({ ID, InUse }) => ID !== '' && !InUse)
    .map(({ ID, Description, Size, Shared, LastUsedAt }) => {
      const usedAt = Date.parse(LastUsedAt);
      const isKnown = !Number.isNaN(usedAt);
      const used = isKnown ? `Last used ${ago(Math.max(0, now - usedAt))}.` : 'Its last use is not known.';
      return {
        id: ID,
        name: Description.replace(/^mount \/ from exec /, '') || ID,
        bytes: Shared ? 0 : Math.max(0, Size),
        ...(isKnown && { lastUsedAt: new Date(usedAt).toISOString() }),
        reason: Shared ? `${used} An image holds it too, so it frees nothing while that stays.` : used,
      };
    })
    .sort((a, b) => b.bytes - a.bytes || a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** Docker removes a piece only after those that are built upon it. */
function leavesFirst(planned: readonly PruneItem[], now: ReadonlyMap<string, Piece>): PruneItem[] {
  const depth = (id: string, seen = 0): number => {
    const parent = now.get(id)?.Parent ?? '';
    // Deeper than any build goes; a circle would never end.
    return parent === '' || seen > 1000 ? seen : depth(parent, seen + 1);
  };
  return [...planned].sort((a, b) => depth(b.id) - depth(a.id));
}
