// Hands one port to the page, and nothing else: what the app can do is in the messages on it.
import { ipcRenderer } from 'electron/renderer';

let isListening = false;
let held: readonly MessagePort[] = [];

/** The page's code comes after its first picture: until then the newest port is held. */
function hand(): void {
  if (!isListening || held.length === 0) return;
  window.postMessage({ quayside: 'port' }, location.origin, [...held]);
  held = [];
}

window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  if (source !== window || typeof data !== 'object' || data === null) return;
  if (!('quayside' in data) || data.quayside !== 'listening') return;
  isListening = true;
  hand();
});
ipcRenderer.on('quayside:port', (event) => {
  held = event.ports;
  hand();
});
