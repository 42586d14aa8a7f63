import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { Link } from '#shared/protocol/link.ts';
import { portLink } from '#shared/protocol/port-link.ts';

/** Hands over a link for each port that the preload posts: one at the start, another after main made a new session. */
export function onWindowLink(take: (link: Link) => void): Disposable {
  const listener = (event: MessageEvent): void => {
    // Only this very page posts here: no frames, no other windows (the shell refuses both), and the form is checked.
    const data: unknown = event.data;
    const port = event.ports[0];
    if (event.source !== window || port === undefined) return;
    if (typeof data !== 'object' || data === null || !('quayside' in data) || data.quayside !== 'port') return;
    take(portLink(port));
  };
  window.addEventListener('message', listener);
  window.postMessage({ quayside: 'listening' }, location.origin); // to the preload, which holds the port until then
  return toDisposable(() => window.removeEventListener('message', listener));
}
