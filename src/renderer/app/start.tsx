import { createRoot } from 'react-dom/client';
import { systemClock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '#shared/base/disposable.ts';
import { App } from '#renderer/app/app.tsx';
import { followTheme } from '#renderer/app/theme.ts';
import type { DraftStorage } from '#renderer/stores/draft-memory.ts';
import { createStores, openStores } from '#renderer/stores/stores.ts';
import type { Api } from '#renderer/transport/api.ts';
import type { ViewerConnection } from '#renderer/transport/viewer-connection.ts';

/** Puts the whole of the renderer on a page, over any client; `viewer` where the page is in a browser, `drafts` where it keeps what was typed. */
export function start(
  api: Api,
  element: HTMLElement,
  { viewer, drafts }: { viewer?: ViewerConnection; drafts?: DraftStorage } = {},
): Disposable {
  const store = new DisposableStore();
  const stores = createStores(api, systemClock, navigator.platform.startsWith('Mac'), viewer, drafts);
  const keep = (): void => stores.stackDrafts.flush();
  window.addEventListener('pagehide', keep);
  store.add(toDisposable(() => (keep(), window.removeEventListener('pagehide', keep))));
  const look = (): void => stores.visibility.set(!document.hidden);
  look();
  document.addEventListener('visibilitychange', look);
  store.add(toDisposable(() => document.removeEventListener('visibilitychange', look)));
  store.add(openStores(stores));
  store.add(followTheme(stores.settings));
  const root = createRoot(element);
  root.render(<App stores={stores} />);
  store.add(toDisposable(() => root.unmount()));
  return store;
}
