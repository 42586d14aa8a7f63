import { reaction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';

/** Loads at once, whenever what `changes` reads has changed, and `everyMs` after the last time, until it is disposed. */
export function lookWhileOpen(clock: Clock, everyMs: number, changes: () => unknown, load: () => void): Disposable {
  let timer: Disposable | undefined;
  const look = (): void => {
    timer?.dispose();
    load();
    timer = clock.after(everyMs, look);
  };
  const stop = reaction(changes, look, { fireImmediately: true });
  return toDisposable(() => {
    stop();
    timer?.dispose();
  });
}
