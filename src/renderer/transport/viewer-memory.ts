import type { SignInKind, ViewerMemory } from '#renderer/transport/viewer-connection.ts';

const KIND = 'quayside.signIn';
const TOKEN = 'quayside.startToken';

/**
 * The kind of sign-in is kept for the browser, so that a first visit asks nothing that would only be refused. The token
 * that a start printed is kept for this tab, so that a reload does not sign out: it ends with that start, is good on
 * this computer only, and has no cookie that could bring it back.
 */
export const viewerMemory: ViewerMemory = {
  kind: () => {
    const kind = localStorage.getItem(KIND);
    return kind === 'password' || kind === 'pairing' ? kind : undefined;
  },
  setKind: (kind: SignInKind | undefined) =>
    kind === undefined ? localStorage.removeItem(KIND) : localStorage.setItem(KIND, kind),
  startToken: () => sessionStorage.getItem(TOKEN) ?? undefined,
  setStartToken: (token) =>
    token === undefined ? sessionStorage.removeItem(TOKEN) : sessionStorage.setItem(TOKEN, token),
};

/** What an address carries behind `#`: it is taken out of the address before anybody can copy it. */
export function takeFragment(): { token?: string; code?: string } {
  const { hash } = location;
  const token = /^#token=(.+)$/.exec(hash)?.[1];
  const code = /^#pair=(.+)$/.exec(hash)?.[1];
  if (token === undefined && code === undefined) return {};
  history.replaceState(null, '', location.pathname);
  return { ...(token !== undefined && { token }), ...(code !== undefined && { code }) };
}
