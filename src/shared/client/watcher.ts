import type { Disposable } from '#shared/base/disposable.ts';
import type { ChannelName, Item, Whole } from '#shared/contract/index.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { EndReason, StreamStatus } from '#shared/protocol/messages.ts';

/** What a subscriber is told; every part is optional. Calls come in the order of the stream. */
export interface Watcher<C extends ChannelName> {
  /** Items `from` to `from + items.length`, each once. State channels: numbered changes since the last whole. */
  onItems?(items: readonly Item<C>[], from: number): void;
  /** Log channels subscribed with `packed`: a packed chunk instead of items (`shared/lines/chunk`). */
  onPacked?(packed: Uint8Array, from: number, count: number): void;
  /** State channels: the whole value, at first and whenever changes could not be followed. */
  onWhole?(value: Whole<C>): void;
  /** This watcher lost `dropped` items (null: unknown) just before number `next`. */
  onGap?(gap: { dropped: number | null; next: number }): void;
  onStatus?(status: { status: StreamStatus; error?: AppError; retryInMs?: number }): void;
  /** A new epoch: numbers start at 0 again; what was shown before is of an older run of the source. */
  onEpoch?(epoch: string, next: number): void;
  /** Nothing more comes. A failed subscribe arrives here too, with reason `failed`. */
  onEnd?(end: { reason: EndReason; error?: AppError; exitCode?: number | null }): void;
}

export interface Subscription extends Disposable {
  /** Keystrokes for a `terminal:output` stream; rejects with the AppError of the answer. */
  input(data: string): Promise<void>;
}
