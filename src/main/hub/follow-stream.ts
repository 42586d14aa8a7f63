import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import type { ChannelName } from '#shared/contract/index.ts';
import type { EndReason } from '#shared/protocol/messages.ts';
import type { Hub, HubSubscription } from '#main/hub/hub.ts';

/** The hub opens a stream that broke by itself; for one that ended, or could not be had, it is asked again so often. */
const AGAIN_MS = 15_000;

export interface FollowOptions {
  readonly hub: Pick<Hub, 'subscribe'>;
  readonly clock: Clock;
  readonly channel: ChannelName;
  /** With `engine` and the container's full id. */
  readonly params: Record<string, unknown>;
  readonly view: { tail?: number; points?: number };
  onItems?(items: readonly unknown[]): void;
  /** Log channels. */
  onPacked?(packed: Uint8Array): void;
  /** It cannot be had now. */
  onFailed(thrown: unknown): void;
  /** Its container was removed; nothing more comes. */
  onRemoved?(): void;
}

/**
 * Watches a stream from inside the program for as long as it is wanted, as any other watcher does: opened upstream once,
 * whoever else looks. Without credit, so that it never makes the source wait. A removed container's is not asked for again.
 */
export function followStream(options: FollowOptions): Disposable {
  const { hub, clock, channel, params, view, onItems, onPacked, onFailed, onRemoved } = options;
  const store = new DisposableStore();
  let current: HubSubscription | undefined;
  let again: Disposable | undefined;
  const later = (): void => {
    if (!store.isDisposed) again = clock.after(AGAIN_MS, open);
  };
  const ended = ({ reason }: { reason: EndReason }): void => {
    current = undefined;
    if (reason !== 'removed') later();
    else if (!store.isDisposed) onRemoved?.();
  };
  const open = (): void => {
    hub
      .subscribe({
        channel,
        params,
        view,
        since: undefined,
        audience: '',
        credit: undefined,
        wantsPacked: onPacked !== undefined,
        isReady: () => true,
        delivery: {
          batch: ({ items, packed }) => {
            if (store.isDisposed) return;
            if (packed) onPacked?.(packed);
            else if (items) onItems?.(items);
          },
          gap: () => undefined,
          status: () => undefined,
          end: ended,
        },
      })
      .then((subscription) => {
        if (store.isDisposed) return subscription.dispose();
        current = subscription;
        subscription.start();
      })
      .catch((thrown: unknown) => {
        if (store.isDisposed) return;
        onFailed(thrown);
        later();
      });
  };
  store.add({
    dispose: () => {
      again?.dispose();
      current?.dispose();
    },
  });
  open();
  return store;
}
