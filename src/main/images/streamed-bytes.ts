import { ByteQueue } from '#main/engine/byte-queue.ts';
import type { ByteStream, OnBytes } from '#main/engine/engine.ts';
import { AppError } from '#shared/protocol/errors.ts';

/**
 * What the engine pushes, for something that pulls: never more than a few MiB of it at once. Throws what the engine says, and
 * `engine_error` where it breaks off, so that a part is never taken for all. Whoever stops reading stops the engine.
 */
export async function* streamedBytes(
  open: (onBytes: OnBytes, signal: AbortSignal) => ByteStream,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  let stream: ByteStream | undefined;
  const queue = new ByteQueue((isHeld) => (isHeld ? stream?.pause() : stream?.resume()));
  try {
    stream = open((bytes) => queue.push(bytes), both);
    stream.done.then(
      ({ isComplete }) => (isComplete || both.aborted ? queue.end() : queue.fail(brokenOff())),
      (thrown: unknown) => queue.fail(thrown),
    );
    yield* queue.read();
    if (signal.aborted) throw new AppError('conflict', 'This was cancelled.', { reason: 'cancelled' });
  } finally {
    over.abort();
  }
}

const brokenOff = (): AppError =>
  new AppError('engine_error', 'Docker broke it off in the middle.', {
    hint: 'Nothing was kept, for it would be a part only. Try again.',
  });
