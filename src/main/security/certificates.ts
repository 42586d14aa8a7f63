import { X509Certificate } from 'node:crypto';
import { hostname } from 'node:os';
import type { Clock } from '#shared/base/clock.ts';
import { z } from '#shared/contract/zod.ts';
import type { Secrets } from '#main/security/secrets.ts';

const DAY_MS = 86_400_000;
/** Apple takes no leaf of more than 398 days. */
const LEAF_DAYS = 397;
const CA_DAYS = 3650;
/** Renewed so long before its end. */
const RENEW_DAYS = 30;

const pair = z.object({ key: z.string(), publicKey: z.string(), cert: z.string() });
const kept = z.object({ ca: pair, leaf: pair.extend({ names: z.array(z.string()) }) });
type Kept = z.infer<typeof kept>;

export interface Certificate {
  readonly key: string;
  /** The leaf and the CA behind it. */
  readonly cert: string;
  readonly ca: string;
  /** SHA-256 of the leaf, in pairs of hex digits: what a browser shows under "Certificate". */
  readonly fingerprint: string;
}

/**
 * The server's own certificate: a CA and a leaf, for a leaf that signs itself is refused where it is given as the CA
 * (Electron: "unable to verify the first certificate"). Made anew when it ends or an address was added; the keys stay.
 */
export async function certificateFor(
  addresses: readonly string[],
  secrets: Secrets,
  clock: Clock,
): Promise<Certificate> {
  const names = namesFor(addresses);
  const found = read(await secrets.text('tls'));
  const isGood = found && isValid(found.leaf, clock) && names.every((name) => found.leaf.names.includes(name));
  const use = isGood ? found : await make([...new Set([...names, ...(found?.leaf.names ?? [])])], found, clock);
  if (!isGood) await secrets.keep('tls', JSON.stringify(use));
  return {
    key: use.leaf.key,
    cert: `${use.leaf.cert.trim()}\n${use.ca.cert.trim()}\n`,
    ca: use.ca.cert,
    fingerprint: new X509Certificate(use.leaf.cert).fingerprint256,
  };
}

const namesFor = (addresses: readonly string[]): string[] => [
  ...new Set([
    'localhost',
    hostname(),
    `${hostname().replace(/\.local$/, '')}.local`,
    '127.0.0.1',
    '::1',
    ...addresses,
  ]),
];

function read(text: string | undefined): Kept | undefined {
  if (text === undefined) return undefined;
  const parsed = kept.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

function isValid({ cert }: { cert: string }, clock: Clock): boolean {
  return Date.parse(new X509Certificate(cert).validTo) - clock.now() > RENEW_DAYS * DAY_MS;
}

async function make(names: string[], old: Kept | undefined, clock: Clock): Promise<Kept> {
  // Loaded only here: its library takes 90 to 290 ms.
  const { generate } = await import('selfsigned');
  const from = new Date(clock.now() - DAY_MS); // a phone's clock may be behind
  const until = (days: number): Date => new Date(clock.now() + days * DAY_MS);
  const common = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256', notBeforeDate: from } as const;
  const isCaGood = old && Date.parse(new X509Certificate(old.ca.cert).validTo) > until(LEAF_DAYS).getTime();
  const ca = isCaGood
    ? old.ca
    : await generate([{ name: 'commonName', value: `Quayside on ${hostname()}` }], {
        ...common,
        notAfterDate: until(CA_DAYS),
        extensions: [
          { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
          { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
        ],
      }).then(toPair);
  const leaf = await generate([{ name: 'commonName', value: hostname() }], {
    ...common,
    notAfterDate: until(LEAF_DAYS),
    ca: { key: ca.key, cert: ca.cert },
    ...(old && { keyPair: { privateKey: old.leaf.key, publicKey: old.leaf.publicKey } }),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map(altName) },
    ],
  });
  return { ca, leaf: { ...toPair(leaf), names } };
}

const toPair = (made: { private: string; public: string; cert: string }): z.infer<typeof pair> => ({
  key: made.private,
  publicKey: made.public,
  cert: made.cert,
});

const altName = (name: string): { type: 7; ip: string } | { type: 2; value: string } =>
  /^[\d.]+$|:/.test(name) ? { type: 7, ip: name } : { type: 2, value: name };
