import type { Clock } from '#shared/base/clock.ts';
import type { DiskUse } from '#shared/contract/host.ts';
import type { Engine } from '#main/engine/engine.ts';
import { diskShares } from '#main/engine/system-json.ts';

/** Asking again sooner would keep an engine with large volumes busy for whoever looks. */
const FRESH_MS = 60_000;
/** Nor by who asks for a new measure again and again. */
const LEAST_MS = 1000;

/** What the data of an engine takes on disk: measured once for all who ask within a minute. */
export function diskUses(
  engineOf: (name: string) => Engine,
  clock: Clock,
): (engine: string, isNew?: boolean) => Promise<DiskUse> {
  const known = new Map<string, { engine: Engine; atMs: number; use: Promise<DiskUse> }>();
  return (name, isNew = false) => {
    const engine = engineOf(name);
    const last = known.get(name);
    if (last && last.engine === engine && clock.monotonic() - last.atMs < (isNew ? LEAST_MS : FRESH_MS))
      return last.use;
    // Not the signal of one who asks: others may wait for the same answer.
    const use = measure(engine, clock);
    known.set(name, { engine, atMs: clock.monotonic(), use });
    use.catch(() => known.get(name)?.use === use && known.delete(name));
    return use;
  };
}

async function measure(engine: Engine, clock: Clock): Promise<DiskUse> {
  const shares = diskShares(await engine.diskUse(new AbortController().signal));
  const sum = (of: 'bytes' | 'reclaimableBytes'): number =>
    Object.values(shares).reduce((total, share) => total + share[of], 0);
  return {
    time: new Date(clock.now()).toISOString(),
    bytes: sum('bytes'),
    reclaimableBytes: sum('reclaimableBytes'),
    ...shares,
  };
}
