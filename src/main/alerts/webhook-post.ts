import { createHmac } from 'node:crypto';
import { lookup as lookUp } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Clock } from '#shared/base/clock.ts';
import { reachOf } from '#main/alerts/public-address.ts';

/** Where notices are sent, all of it: never shown, never logged. */
export interface WebhookTarget {
  readonly url: string;
  /** Signs what is sent; null: unsigned. */
  readonly secret: string | null;
  /** Addresses of this computer and of the network around it too. */
  readonly allowsLocal: boolean;
}

export interface WebhookAnswer {
  readonly isDelivered: boolean;
  readonly status: number | null;
  /** What came of it, in words. */
  readonly message: string;
  /** The beginning of what was answered. */
  readonly body: string;
  /** Whether it may go better later. */
  readonly mayRetry: boolean;
}

export interface WebhookMessage {
  /** The same for each try, so that the receiver knows one it has had. */
  readonly id: string;
  readonly body: string;
}

const TIMEOUT_MS = 10_000;
/** Of an answer so much is read, and of that so much is shown. */
const MOST_BYTES = 16_384;
const SHOWN = 300;
/** What says "later", besides the 5xx. */
const LATER = new Set([408, 425, 429]);

class Refused extends Error {}

const failure = (message: string, mayRetry: boolean): WebhookAnswer => ({
  isDelivered: false,
  status: null,
  message,
  body: '',
  mayRetry,
});

/** What is wrong with an address as it is written, in words; undefined when nothing is. Names are looked up when it is used. */
export function urlFault(text: string, allowsLocal: boolean): string | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'This is no address. One looks like https://hooks.example.com/quayside.';
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'A webhook begins with https:// or http://.';
  if (url.username !== '' || url.password !== '')
    return 'Leave out the user name: sign what is sent with a secret instead.';
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(literal) === 0 ? undefined : addressFault(literal, allowsLocal);
}

function addressFault(address: string, allowsLocal: boolean): string | undefined {
  const reach = reachOf(address);
  if (reach === 'nowhere') return `${address} is nobody's address.`;
  return reach === 'local' && !allowsLocal
    ? `${address} is an address of this computer or of the network around it, which this rule does not allow.`
    : undefined;
}

/** Looks a name up and gives its addresses only where all of them are allowed: what is checked is what is connected to. */
const guardedLookup =
  (allowsLocal: boolean): LookupFunction =>
  (hostname, options, done) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      for (const { address } of addresses) {
        const fault = addressFault(address, allowsLocal);
        if (fault !== undefined) return done(new Refused(`${hostname} cannot be used: ${fault}`), []);
      }
      if (options.all) return done(null, addresses);
      const [first] = addresses;
      return first ? done(null, first.address, first.family) : done(new Error(`${hostname} has no address.`), []);
    });
  };

/** "sha256=…" over the time and what is sent, so that neither can be changed or sent again later. */
const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/** Sends one message once. Settles within 10 s, and never throws: what went wrong is the answer. */
export async function postWebhook(
  { url, secret, allowsLocal }: WebhookTarget,
  { id, body }: WebhookMessage,
  clock: Clock,
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  const fault = urlFault(url, allowsLocal);
  if (fault !== undefined) return failure(fault, false);
  const timestamp = String(Math.floor(clock.now() / 1000));
  const send = new URL(url).protocol === 'https:' ? httpsRequest : httpRequest;
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  let isLate = false;
  const late = clock.after(TIMEOUT_MS, () => {
    isLate = true;
    stop();
  });
  try {
    return await new Promise<WebhookAnswer>((resolve, reject) => {
      const request = send(
        url,
        {
          method: 'POST',
          // No connection is kept for a next one: minutes or days lie between two.
          agent: false,
          lookup: guardedLookup(allowsLocal),
          signal: abort.signal,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            'user-agent': 'Quayside',
            'x-quayside-delivery': id,
            'x-quayside-timestamp': timestamp,
            ...(secret !== null && { 'x-quayside-signature': signatureOf(secret, timestamp, body) }),
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          let bytes = 0;
          const finish = (): void => {
            resolve(
              answerOf(response.statusCode ?? 0, Buffer.concat(parts).toString('utf8'), response.headers.location),
            );
            response.destroy();
          };
          response.on('data', (part: Buffer) => {
            parts.push(part);
            bytes += part.length;
            if (bytes > MOST_BYTES) finish();
          });
          response.on('end', finish).on('error', reject);
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  } catch (thrown) {
    if (thrown instanceof Refused) return failure(thrown.message, false);
    if (isLate) return failure(`No answer within ${TIMEOUT_MS / 1000} s.`, true);
    return failure(networkWords(thrown), true);
  } finally {
    late.dispose();
    signal.removeEventListener('abort', stop);
  }
}

function answerOf(status: number, text: string, location: string | undefined): WebhookAnswer {
  const isDelivered = status >= 200 && status < 300;
  const isRedirect = status >= 300 && status < 400 && location !== undefined;
  return {
    isDelivered,
    status,
    message: isDelivered
      ? `Delivered, answered with ${status}.`
      : isRedirect
        ? `It answered with a redirect (${status}), and redirects are not followed. Give the address it leads to.`
        : `It answered with ${status}.`,
    body: text
      .replaceAll(/\p{C}+/gu, ' ')
      .trim()
      .slice(0, SHOWN),
    mayRetry: !isDelivered && (status >= 500 || LATER.has(status)),
  };
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'Nobody listens at this address.',
  ENOTFOUND: 'There is no computer of this name.',
  EAI_AGAIN: 'The name could not be looked up now.',
  ECONNRESET: 'The connection was broken off.',
  EHOSTUNREACH: 'No way leads to this address.',
  ENETUNREACH: 'No way leads to this address.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is self-made and cannot be checked.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate is self-made and cannot be checked.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
};

function networkWords(thrown: unknown): string {
  const { code, message } = thrown as { code?: string; message?: string };
  return WORDS[code ?? ''] ?? `It could not be reached: ${message ?? String(thrown)}`;
}
