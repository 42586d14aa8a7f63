import { systemClock } from '#shared/base/clock.ts';
import { Client } from '#shared/client/client.ts';
import { start } from '#renderer/app/start.tsx';
import { onWindowLink } from '#renderer/transport/window-ports.ts';

/** The window has an address that no server can have; while developing it gets its page from the builder. */
const isWindow = location.protocol === 'app:' || import.meta.env.DEV;

const element = document.getElementById('root');
if (element && isWindow) {
  const client = new Client({ clock: systemClock });
  // Both live as long as the page: a reload makes a new page, and main a new session for it.
  onWindowLink((link) => client.attach(link));
  start(client, element);
} else if (element) {
  // Socket.io and the sign-in screen are loaded by browsers alone.
  void import('#renderer/app/start-viewer.tsx').then(({ startViewer }) => startViewer(element));
}
