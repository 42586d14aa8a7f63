import { z } from '#shared/contract/zod.ts';

/** Who a browser is to the server, as long as the page lives. */
export interface BrowserSignIn {
  /** A token that works now; undefined: somebody has to sign in. `isStale`: the one it had was refused. */
  token(isStale: boolean): Promise<string | undefined>;
  /** ms until the token should be renewed on the living socket; undefined: it lasts. */
  renewInMs(): number | undefined;
}

export interface BrowserSignInOptions {
  /** The page's address; a token or a code in its fragment is taken out of it. */
  location: { readonly hash: string; readonly pathname: string; readonly search: string };
  history: { replaceState(data: unknown, title: string, url: string): void };
  /** Lives as long as the tab. */
  storage: {
    getItem(name: string): string | null;
    setItem(name: string, value: string): void;
    removeItem(name: string): void;
  };
  fetch(
    url: string,
    init: { method: 'POST'; headers: Record<string, string>; body: string },
  ): Promise<{ ok: boolean; status: number; json(): Promise<unknown> }>;
  now(): number;
}

const KEY = 'quayside.token';
/** Renewed so long before its end: a slow network has time. */
const EARLY_MS = 60_000;
const signed = z.object({ accessToken: z.string(), expiresInSeconds: z.number() });

/**
 * The token of this page. The access token lives in memory and its renewal in a cookie that no script sees. Only the
 * lasting token of a printed address is kept for the tab, or a reload would lock out who has nothing else.
 */
export function browserSignIn({ location, history, storage, fetch, now }: BrowserSignInOptions): BrowserSignIn {
  let lasting = takeToken() ?? storage.getItem(KEY) ?? undefined;
  let access: { token: string; expiresAt: number } | undefined;

  // Before anything routes by the address, and out of the history: the address may be shown or shared.
  function takeToken(): string | undefined {
    const found = /^#token=([\w.-]+)$/.exec(location.hash)?.[1];
    if (found === undefined) return undefined;
    storage.setItem(KEY, found);
    history.replaceState(null, '', `${location.pathname}${location.search}`);
    return found;
  }

  /** Throws where the server is out of reach: that is no reason to sign in anew. */
  async function refresh(): Promise<string | undefined> {
    const answer = await fetch('/api/v1/auth/refresh', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ cookie: true }),
    });
    if (answer.status === 401) return undefined;
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    const { accessToken, expiresInSeconds } = signed.parse(await answer.json());
    access = { token: accessToken, expiresAt: now() + expiresInSeconds * 1000 };
    return accessToken;
  }

  return {
    token: async (isStale) => {
      if (isStale) {
        storage.removeItem(KEY);
        lasting = undefined;
        access = undefined;
      }
      if (lasting !== undefined) return lasting;
      if (access && access.expiresAt - now() > EARLY_MS) return access.token;
      return refresh();
    },
    renewInMs: () => (access && lasting === undefined ? Math.max(0, access.expiresAt - now() - EARLY_MS) : undefined),
  };
}
