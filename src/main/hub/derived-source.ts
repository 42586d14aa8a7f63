import { AppError } from '#shared/protocol/errors.ts';
import type { Hub, HubRequest, HubSubscription } from '#main/hub/hub.ts';
import type { Ended, Source } from '#main/hub/source.ts';

/** How an audience sees a channel whose content is not the same for all. */
export interface Derive {
  /** What this audience gets of these items; none is allowed. */
  items(items: readonly unknown[]): readonly unknown[];
  whole(value: unknown): unknown;
}

/**
 * A stream made of the full one, so that however many audiences there are the upstream stays one. It numbers its items
 * itself: what is left out is no gap.
 */
export function derivedSource(
  hub: Hub,
  full: Pick<HubRequest, 'channel' | 'params'>,
  derive: Derive,
): Source<Record<string, unknown>, unknown, unknown> {
  return {
    open: (_params, sink, { signal }) =>
      new Promise<Ended | undefined>((resolve, reject) => {
        let subscription: HubSubscription | undefined;
        const stop = (): void => {
          subscription?.dispose();
          resolve(undefined);
        };
        signal.addEventListener('abort', stop, { once: true });
        const opening = hub.subscribe({
          ...full,
          view: {},
          since: undefined,
          audience: '',
          credit: undefined,
          wantsPacked: false,
          isReady: () => true,
          delivery: {
            batch: ({ items, whole }) => {
              if (whole) sink.state(() => derive.whole(subscription?.whole()));
              else sink.push(derive.items(items ?? []));
              sink.ready();
            },
            gap: () => undefined,
            status: ({ status }) => {
              if (status === 'live' || status === 'stopped') sink.stopped(status === 'stopped');
            },
            end: ({ reason, error }) => {
              signal.removeEventListener('abort', stop);
              if (error) reject(AppError.fromShape(error));
              else resolve({ reason });
            },
          },
        });
        opening.then((opened) => {
          subscription = opened;
          if (signal.aborted) return stop();
          opened.start();
        }, reject);
      }),
  };
}
