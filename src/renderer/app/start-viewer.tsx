import { createRoot } from 'react-dom/client';
import { systemClock } from '#shared/base/clock.ts';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { start } from '#renderer/app/start.tsx';
import { deviceNameOf, SignInStore } from '#renderer/stores/sign-in-store.ts';
import { browserApi } from '#renderer/transport/browser-api.ts';
import { signInDoor } from '#renderer/transport/sign-in.ts';
import { dialServer } from '#renderer/transport/socket-dial.ts';
import { ViewerConnection, type ViewerState } from '#renderer/transport/viewer-connection.ts';
import { takeFragment, viewerMemory } from '#renderer/transport/viewer-memory.ts';
import { loadAllParts } from '#renderer/ui/lazy-part.tsx';
import { SignInScreen } from '#renderer/views/sign-in/sign-in-screen.tsx';

/**
 * The page in a browser: the sign-in screen while nobody is signed in, else the same screens as the window's. They stay
 * on the page over every drop of the connection.
 */
export function startViewer(element: HTMLElement): void {
  const connection = new ViewerConnection({
    clock: systemClock,
    door: signInDoor,
    dial: dialServer,
    memory: viewerMemory,
  });
  let code: string | undefined;
  let shown: { client: unknown; page: Disposable } | undefined;
  const show = (state: ViewerState): void => {
    const { client } = connection;
    if (shown && shown.client === client && state.is !== 'signedOut') return;
    // A part that comes later would have to come from a server that may be away by then.
    if (client) void loadAllParts();
    shown?.page.dispose();
    shown = client
      ? { client, page: start(browserApi(client), element, { viewer: connection, drafts: sessionStorage }) }
      : { client, page: showSignIn(element, connection, state, code) };
  };
  connection.onState(show);
  window.addEventListener('online', () => connection.tryNow());
  const follow = (): boolean => {
    const found = takeFragment();
    code = found.code;
    // A link with a code is followed although somebody is signed in: it is there to come in as somebody else.
    if (code !== undefined) connection.standAside();
    else if (found.token !== undefined) connection.start(found.token);
    else return false;
    return true;
  };
  // One that is pasted into a page that is open loads nothing anew.
  window.addEventListener('hashchange', follow);
  if (!follow()) connection.start();
}

function showSignIn(
  element: HTMLElement,
  connection: ViewerConnection,
  state: ViewerState,
  code: string | undefined,
): Disposable {
  const { why, kind } = state.is === 'signedOut' ? state : { why: 'never' as const, kind: undefined };
  const store = new SignInStore({
    door: signInDoor,
    clock: systemClock,
    why,
    kind,
    code: why === 'never' ? code : undefined,
    deviceName: deviceNameOf(navigator.userAgent),
    entered: (signed, way) => connection.enter(signed, way),
  });
  const root = createRoot(element);
  root.render(<SignInScreen store={store} host={location.hostname} />);
  return toDisposable(() => {
    store.dispose();
    root.unmount();
  });
}
