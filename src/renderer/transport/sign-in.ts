import { z } from '#shared/contract/zod.ts';
import { networkRole } from '#shared/contract/pairing.ts';
import { AppError, type ErrorShape } from '#shared/protocol/errors.ts';

const signed = z.object({
  accessToken: z.string(),
  expiresInSeconds: z.number(),
  user: z.object({ name: z.string(), role: networkRole }),
});
/** What a sign-in gives a page; the refresh token stays in a cookie that no script can read. */
export type Signed = z.output<typeof signed>;

const pending = z.object({ pending: z.literal(true), retryAfterMs: z.number() });

/** The sign-in routes of the server that this page came from. All reject with the AppError of the answer. */
export interface SignInDoor {
  login(username: string, password: string): Promise<Signed>;
  /** Pending while the owner is asked; then the same is asked again. */
  pair(code: string, deviceName: string): Promise<Signed | z.output<typeof pending>>;
  /** A new access token by the cookie. */
  refresh(): Promise<Signed>;
  logout(accessToken: string): Promise<void>;
  /** The whole of what is behind an address. The browser keeps a large one on its disk, not in memory. */
  download(address: string, accessToken: string): Promise<Blob>;
  upload(address: string, file: Blob, accessToken: string): Promise<void>;
}

export const signInDoor: SignInDoor = {
  login: async (username, password) => signed.parse(await post('login', { username, password, cookie: true })),
  pair: async (code, deviceName) =>
    z.union([signed, pending]).parse(await post('pair', { code, deviceName, cookie: true })),
  // Two tabs that renew at once would use the same cookie twice; the server forgives that for 10 s only.
  refresh: async () => signed.parse(await alone('quayside-refresh', () => post('refresh', { cookie: true }))),
  logout: async (accessToken) => void (await post('logout', {}, accessToken)),
  download: async (address, accessToken) => {
    const response = await asked(address, { headers: { authorization: `Bearer ${accessToken}` } });
    if (!response.ok) throw refusal(response, await response.json().catch(() => undefined));
    return response.blob();
  },
  upload: (address, file, accessToken) => sendFile(address, file, { authorization: `Bearer ${accessToken}` }),
};

/** A file to the address that a command gave; settles when what was to be done with it is done. */
export async function sendFile(address: string, file: Blob, headers: Record<string, string> = {}): Promise<void> {
  const response = await asked(address, { method: 'PUT', headers, body: file });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok || isRefusal(answer)) throw refusal(response, answer);
}

/** One tab at a time, where the browser has locks (over TLS and on this computer itself). */
function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Absent on plain HTTP, whatever the types say.
  const locks = navigator.locks as LockManager | undefined;
  return locks ? locks.request(name, work) : work();
}

async function post(route: string, body: object, accessToken?: string): Promise<unknown> {
  const response = await asked(`/api/v1/auth/${route}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'content-type': 'application/json',
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  throw refusal(response, answer);
}

async function asked(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (cause) {
    throw new AppError('timeout', "Quayside doesn't answer.", {
      hint: 'Look whether it still runs and this device is on the same network.',
      cause,
    });
  }
}

const refusal = (response: Response, answer: unknown): AppError =>
  isRefusal(answer)
    ? AppError.fromShape(answer.error)
    : new AppError('internal', `Quayside answered with HTTP ${response.status}.`, { hint: 'Try again.' });

const isRefusal = (answer: unknown): answer is { error: ErrorShape } =>
  typeof answer === 'object' && answer !== null && 'error' in answer && typeof answer.error === 'object';
