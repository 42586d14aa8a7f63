import { encode } from 'uqr';
import type { AuditRecord } from '#shared/contract/audit.ts';
import type { ConnectionsReport, Device } from '#shared/contract/connections.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { Result } from '#shared/contract/index.ts';
import type { PairingState } from '#shared/contract/pairing.ts';
import type { Viewers } from '#shared/contract/presence.ts';
import type { RemoteState } from '#shared/contract/remote.ts';
import type { LastingToken } from '#shared/contract/tokens.ts';
import type { User } from '#shared/contract/users.ts';

// Remote access as the mock-up has it, with users and tokens.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const iso = (ms: number): string => new Date(ms).toISOString();
const URL = 'https://192.168.1.24:7420';
/** Of a pairing code, as the server gives it. */
const CODE_LIFE_MS = 300_000;

export const sampleRemote = (now: number): RemoteState => ({
  state: 'on',
  url: URL,
  fingerprint: `9C:41:7E:D0:${'A3:0F:'.repeat(13)}5B:22`,
  since: iso(now - 5 * HOUR),
});

const DEVICES = [
  { id: 'd1', name: 'Mara’s phone (Android)', role: 'viewer', address: '192.168.1.51', forMs: 18 * MINUTE, ms: 12 },
  { id: 'd2', name: 'build-box', role: 'operator', address: '192.168.1.60', forMs: 2 * HOUR, ms: 3 },
  { id: 'd3', name: 'Wall display (iPad)', role: 'viewer', address: '192.168.1.77', forMs: 6 * DAY, ms: undefined },
  { id: 'd4', name: 'Jon’s laptop', role: 'admin', address: undefined, forMs: 19 * HOUR, ms: undefined },
] as const;

export const sampleDevices = (now: number): Device[] =>
  DEVICES.map(({ id, name, role, address, forMs }) => ({
    id,
    kind: 'pairing',
    user: name,
    device: name,
    role,
    createdAt: iso(now - 30 * DAY),
    lastSeenAt: iso(address === undefined ? now - forMs : now - 2000),
    connections: address === undefined ? 0 : 1,
  }));

export const sampleViewers = (containers: readonly Container[], now: number): Viewers => ({
  viewers: DEVICES.flatMap(({ id, name, role, address, forMs }) =>
    address === undefined
      ? []
      : [
          {
            id,
            user: name,
            role,
            address,
            viewing:
              id === 'd1'
                ? [{ channel: 'logs:stream', container: containers.find((one) => one.name === 'shop-api-1')?.id ?? '' }]
                : containers.slice(0, 8).map((one) => ({ channel: 'docker:stats', container: one.id })),
            connected: true,
            connectedAt: iso(now - forMs),
            lastSeenAt: iso(now - 2000),
          },
        ],
  ),
});

/** Each look finds 184 kB/s more sent. */
export function sampleConnections(now: number, startedAt: number, isOpen: boolean): ConnectionsReport {
  const none = { connections: 0, subscriptions: 0, upstreams: 0, bytesSent: 0 };
  if (!isOpen) return { connections: [], channels: [], totals: none };
  const connections = DEVICES.flatMap(({ id, name, role, address, forMs, ms }) =>
    address === undefined
      ? []
      : [
          {
            id,
            user: name,
            role,
            address,
            connectedAt: iso(now - forMs),
            lastSeenAt: iso(now - 2000),
            subscriptions: 6,
            transport: ms === undefined ? ('polling' as const) : ('websocket' as const),
            bytesSent: 0,
            ...(ms === undefined ? {} : { roundTripMs: ms }),
          },
        ],
  );
  const bytesSent = 184 * (now - startedAt);
  return { connections, channels: [], totals: { connections: 3, subscriptions: 18, upstreams: 7, bytesSent } };
}

export const sampleUsers = (now: number): User[] => [
  { name: 'mara', role: 'operator', createdAt: iso(now - 40 * DAY), disabled: false },
  { name: 'otto', role: 'viewer', createdAt: iso(now - 90 * DAY), disabled: true },
];

export const sampleTokens = (now: number): LastingToken[] => [
  {
    id: 't1',
    name: 'prometheus',
    role: 'viewer',
    createdAt: iso(now - 20 * DAY),
    lastUsedAt: iso(now - 9000),
    endsAt: iso(now + 70 * DAY),
  },
];

const RECORDS: readonly (readonly [
  agoMs: number,
  actor: string,
  action: string,
  target: string,
  result: AuditRecord['result'],
])[] = [
  [MINUTE, 'build-box', 'containers.restart', 'shop-worker-1', 'ok'],
  [4 * MINUTE, 'build-box', 'containers.stop', 'shop-cache-1', 'ok'],
  [17 * MINUTE, 'Mara’s phone', 'auth.pair', 'viewer', 'ok'],
  [18 * MINUTE, '192.168.1.51', 'auth.pair', '', 'denied'],
  [18 * MINUTE + 14_000, '192.168.1.51', 'auth.pair', '', 'denied'],
  [2 * HOUR, 'Mara’s phone', 'containers.stop', 'shop-api-1', 'denied'],
  [5 * HOUR, 'local', 'remote.start', '', 'ok'],
  [5 * HOUR + 23_000, 'local', 'users.create', 'mara', 'ok'],
];

export const sampleAudit = (now: number): AuditRecord[] =>
  RECORDS.map(([agoMs, actor, action, target, result], at) => ({
    v: 1,
    seq: RECORDS.length - at,
    time: iso(now - agoMs),
    actor,
    door: actor === 'local' ? 'window' : 'network',
    action,
    ...(action.startsWith('containers.') ? { target: { kind: 'container', id: target, name: target } } : {}),
    ...(action === 'auth.pair' && result === 'ok' ? { role: target } : {}),
    ...(action === 'users.create' ? { details: { role: 'operator', name: target } } : {}),
    result,
    ...(result === 'denied' ? { code: action === 'auth.pair' ? 'unauthorized' : 'forbidden' } : {}),
    key: 'k1',
    prev: '',
    hash: '',
  }));

export function samplePairing(now: number): Result<'pairing.create'> {
  const url = `${URL}/#pair=K7MX-2QPD`;
  const qr = encode(url, { ecc: 'M', border: 2 }).data.map((row) => row.map((isDark) => (isDark ? '1' : '0')).join(''));
  return { code: 'K7MX-2QPD', url, expiresAt: iso(now + CODE_LIFE_MS - 28_000), qr };
}

/** The state that goes with a code. */
export const pairingOf = ({ expiresAt }: Result<'pairing.create'>): PairingState => ({
  open: { role: 'viewer', expiresAt, wrongTries: 0 },
  asking: [],
});

export const SAMPLE_ADDRESSES = [
  { name: 'lo', address: '127.0.0.1', isLoopback: true },
  { name: 'Wi-Fi', address: '192.168.1.24', isLoopback: false },
];
