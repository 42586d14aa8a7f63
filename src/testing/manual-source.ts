import type { Ended, Sink, Source } from '#main/hub/source.ts';
import { toDisposable } from '#shared/base/disposable.ts';

type AnySource = Source<Record<string, unknown>, unknown, unknown>;

/** One opening of a manual source, driven by the test. */
export interface Opening {
  params: Record<string, unknown>;
  sink: Sink<unknown, unknown>;
  last: unknown;
  signal: AbortSignal;
  isPaused: boolean;
  end(ended?: Ended): void;
  fail(error: unknown): void;
}

/** A source whose every opening is held open and fed by the test; it counts how many are open at once. */
export class ManualSource implements AnySource {
  readonly openings: Opening[] = [];
  openNow = 0;
  /** When set, an aborted opening settles only when the test says so. */
  holdClose = false;
  readonly #closers: (() => void)[] = [];

  get current(): Opening {
    const opening = this.openings.at(-1);
    if (!opening) throw new Error('the source was never opened');
    return opening;
  }

  letClose(): void {
    for (const close of this.#closers.splice(0)) close();
  }

  open(
    params: Record<string, unknown>,
    sink: Sink<unknown, unknown>,
    context: { signal: AbortSignal; last: unknown },
  ): Promise<Ended | undefined> {
    this.openNow += 1;
    return new Promise<Ended | undefined>((resolve, reject) => {
      const opening: Opening = {
        params,
        sink,
        last: context.last,
        signal: context.signal,
        isPaused: false,
        end: resolve,
        fail: reject,
      };
      const pauses = sink.onPause((isPaused) => (opening.isPaused = isPaused));
      this.openings.push(opening);
      const close = (): void => resolve(undefined);
      const onAbort = toDisposable(() => (this.holdClose ? this.#closers.push(close) : close()));
      context.signal.addEventListener('abort', () => {
        pauses.dispose();
        onAbort.dispose();
      });
    }).finally(() => {
      this.openNow -= 1;
    });
  }
}
