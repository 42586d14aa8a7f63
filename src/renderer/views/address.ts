// The address of a screen is the hash, its query included: the same in the window, in quayside:// links and in a browser.
// Not wouter's own hash hook: it puts the query before the hash, where it belongs to the page and outlives the screen.
import { useCallback, useSyncExternalStore } from 'react';

/** "/containers?filter=redis" of "#/containers?filter=redis". */
const current = (): string => `/${window.location.hash.replace(/^#?\/?/, '')}`;

const split = (address: string): { path: string; search: string } => {
  const at = address.indexOf('?');
  return at < 0 ? { path: address, search: '' } : { path: address.slice(0, at), search: address.slice(at + 1) };
};

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export interface NavigateOptions {
  /** Takes the place of the address in the history: for what changes with each key, such as a filter. */
  replace?: boolean;
  state?: unknown;
}

/** Goes to an address such as "/container/<id>/logs?t=…". */
export function navigate(to: string, { replace = false, state = null }: NavigateOptions = {}): void {
  const oldURL = window.location.href;
  const address = `#/${to.replace(/^#?\/?/, '')}`;
  if (window.location.hash === address) return;
  if (replace) window.history.replaceState(state, '', address);
  else window.history.pushState(state, '', address);
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: window.location.href }));
}

/** The router's location hook: the path alone, so that a changed filter mounts no screen anew. */
export function useHashPath(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, () => split(current()).path), navigate];
}
useHashPath.hrefs = (href: string): string => `#${href}`;

export const useHashSearch = (): string => useSyncExternalStore(subscribe, () => split(current()).search);

/** The query of the address, and a way to change some of it; an empty value leaves the address. */
export function useQuery(): [
  URLSearchParams,
  (change: Readonly<Record<string, string | undefined>>, options?: NavigateOptions) => void,
] {
  const search = useHashSearch();
  const change = useCallback((parts: Readonly<Record<string, string | undefined>>, options?: NavigateOptions) => {
    const { path, search: before } = split(current());
    const query = new URLSearchParams(before);
    for (const [name, value] of Object.entries(parts)) {
      if (value === undefined || value === '') query.delete(name);
      else query.set(name, value);
    }
    const text = query.toString();
    navigate(text === '' ? path : `${path}?${text}`, options);
  }, []);
  return [new URLSearchParams(search), change];
}
