import { MessageChannelMain, type WebContents } from 'electron/main';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import type { Link } from '#shared/protocol/link.ts';
import { mainPortLink } from '#main/doors/ipc/main-port-link.ts';

export interface PageDoorOptions {
  /** Origins whose page may have a port: the app's own, and the dev server while developing. */
  origins: readonly string[];
  /** A session for the person at this computer. */
  openSession(link: Link): Disposable;
  refused(url: string): void;
}

/** Gives each page of a window a session over a port of its own; the session ends with its page. */
export class PageDoor implements Disposable {
  readonly #options: PageDoorOptions;
  readonly #sessions = new Map<number, DisposableStore>();

  constructor(options: PageDoorOptions) {
    this.#options = options;
  }

  /** The sender check: a port goes to the main frame of a page of ours, to nobody else. */
  attach(contents: WebContents): void {
    const url = contents.mainFrame.url;
    if (!this.#options.origins.includes(originOf(url))) return this.#options.refused(url);
    this.#sessions.get(contents.id)?.dispose();
    const store = new DisposableStore();
    this.#sessions.set(contents.id, store);
    const { port1, port2 } = new MessageChannelMain();
    const link = mainPortLink(port1);
    store.add(this.#options.openSession(link));
    store.add({ dispose: () => link.close() });
    const end = (): void => store.dispose();
    // A page that crashed or went elsewhere takes its subscriptions with it; the next page gets a new port.
    contents.once('render-process-gone', end);
    contents.once('destroyed', end);
    store.add({
      dispose: () => {
        if (contents.isDestroyed()) return;
        contents.removeListener('render-process-gone', end);
        contents.removeListener('destroyed', end);
      },
    });
    contents.mainFrame.postMessage('quayside:port', null, [port2]);
  }

  dispose(): void {
    for (const store of this.#sessions.values()) store.dispose();
    this.#sessions.clear();
  }
}

/** `new URL('app://x').origin` is "null" outside Electron's registered schemes, so it is put together here. */
function originOf(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return '';
  }
}
