import { systemClock } from '#shared/base/clock.ts';
import { Client } from '#shared/client/client.ts';
import { start } from '#renderer/app/start.tsx';
import { browserSignIn } from '#renderer/transport/browser-sign-in.ts';
import { onWindowLink } from '#renderer/transport/window-ports.ts';

const client = new Client({ clock: systemClock });
const element = document.getElementById('root');
// The window has the app's own scheme, or while developing the dev server's address in Electron.
const isWindow = location.protocol === 'app:' || navigator.userAgent.includes('Electron/');
// Links live as long as the page: a reload makes a new page, and main a new session for it.
if (isWindow) onWindowLink((link) => client.attach(link));
else openViewer();
if (element) start(client, element);

/** Socket.io is loaded by browsers alone; the token in the address is taken before the first route is. */
function openViewer(): void {
  const signIn = browserSignIn({
    location,
    history,
    storage: sessionStorage,
    fetch: (url, init) => fetch(url, init),
    now: () => systemClock.now(),
  });
  const signedOut = (): void => {
    if (element)
      element.textContent =
        'You are not signed in. Open the address that Quayside shows for you, or ask its owner for a pairing code.';
  };
  void import('#renderer/transport/viewer-link.ts').then(({ onViewerLink }) =>
    onViewerLink(signIn, (link) => client.attach(link), signedOut),
  );
}
