import { reaction } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';

/** Keeps something open while the window can be seen; the hub's linger makes coming back cheap. */
export function whileVisible(visibility: Visibility, open: () => Disposable): Disposable {
  let opened: Disposable | undefined;
  const stop = reaction(
    () => visibility.isVisible,
    (isVisible) => {
      if (isVisible) opened ??= open();
      else {
        opened?.dispose();
        opened = undefined;
      }
    },
    { fireImmediately: true },
  );
  return toDisposable(() => {
    stop();
    opened?.dispose();
  });
}
