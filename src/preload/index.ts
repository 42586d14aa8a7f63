// Hands one port to the page, and nothing else: what the app can do is in the messages on it.
import { ipcRenderer } from 'electron/renderer';

ipcRenderer.on('quayside:port', (event) => {
  const hand = (): void => window.postMessage({ quayside: 'port' }, location.origin, [...event.ports]);
  // The page's modules, and with them its listener, have run when DOMContentLoaded comes.
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', hand, { once: true });
  else hand();
});
