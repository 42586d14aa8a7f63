import type { ChannelName, Item, Params, Whole } from '#shared/contract/index.ts';
import type { EndReason } from '#shared/protocol/messages.ts';
import type { Disposable } from '#shared/base/disposable.ts';

/** Why a source ended by itself; a source that merely returns has ended with `done`. */
export interface Ended {
  reason: EndReason;
  exitCode?: number | null;
}

/**
 * Where a source puts what it reads. All calls are cheap and never throw; after the source's signal aborted they
 * do nothing.
 */
export interface Sink<I, W = I> {
  /** The source has what it had at hand (history, first value): the stream is live. Once is enough. */
  ready(): void;
  push(items: readonly I[]): void;
  /** Log channels only: a packed chunk (`shared/lines/chunk`), at most 128 KiB unless it holds one bigger line. */
  pushPacked(packed: Uint8Array): void;
  /** State channels only: the value as it is now. `whole` is asked for whenever a watcher needs it. */
  state(whole: () => W): void;
  /** The container does not run (true) or runs again (false); shown as status `stopped` and `live`. */
  stopped(isStopped: boolean): void;
  /** An opaque value from which `open` can go on without loss or repeats; the hub gives it back as `last`. */
  resumeFrom(value: unknown): void;
  /** Fires true when the source must stop reading (every watcher is out of credit), false when it may go on. */
  onPause(listener: (isPaused: boolean) => void): Disposable;
}

/**
 * Where a channel's items come from. `open` resolves = ended, rejects = broke (an AppError with code
 * `not_found`, `bad_request`, `forbidden` or reason `not_readable` is final, everything else is tried again),
 * aborted = stop; it settles only when everything it opened is closed.
 */
export interface Source<P, I, W = I> {
  open(params: P, sink: Sink<I, W>, context: { signal: AbortSignal; last: unknown }): Promise<Ended | undefined>;
}

/** A source for each channel, complete by type. */
export type Sources = { [C in ChannelName]: Source<Params<C>, Item<C>, Whole<C>> };
