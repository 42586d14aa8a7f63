import type { Engine } from '#main/engine/engine.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** Docker only breaks off where a container goes while its files are read or written. */
export async function namingRemoval(
  engine: Engine,
  container: string,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof AppError) || thrown.code !== 'engine_error') throw thrown;
    const isThere = await engine.inspect(container, signal).then(
      // It breaks off while the container goes, and a moment before it is gone.
      ({ State }) => State.Status !== 'removing' && State.Status !== 'dead',
      (why: unknown) => !(why instanceof AppError && why.code === 'not_found'),
    );
    if (isThere) throw thrown;
    throw new AppError('not_found', 'The container was removed in the middle of it.', {
      reason: 'removed',
      hint: 'Nothing of it was kept, for it would be a part only.',
      cause: thrown,
    });
  }
}
