import { empty, nothing, time } from '#shared/contract/common.ts';
import { ASKED_TIMEOUT_MS, command } from '#shared/contract/define.ts';
import { deviceName, networkRole, scope } from '#shared/contract/pairing.ts';
import { z } from '#shared/contract/zod.ts';

export const connection = z.object({
  id: z.string(),
  user: z.string(),
  role: z.string(),
  address: z.string(),
  connectedAt: time,
  lastSeenAt: time,
  subscriptions: z.number(),
  /** `poll` is a script that asks over HTTP again and again. */
  transport: z.enum(['websocket', 'polling', 'poll']),
  /** Over its socket, since it was made. */
  bytesSent: z.number(),
  /** ms that the last measured batch took there and its acknowledgement back; absent for who acknowledges nothing. */
  roundTripMs: z.number().optional(),
});
export type Connection = z.infer<typeof connection>;

export const connectionsReport = z.object({
  connections: z.array(connection),
  channels: z.array(
    z.object({
      channel: z.string(),
      params: z.record(z.string(), z.unknown()),
      subscribers: z.number(),
      state: z.string(),
    }),
  ),
  /** `bytesSent`: over all sockets there were since the program began; its difference over time is the rate. */
  totals: z.object({
    connections: z.number(),
    subscriptions: z.number(),
    upstreams: z.number(),
    bytesSent: z.number(),
  }),
});
export type ConnectionsReport = z.infer<typeof connectionsReport>;

/** A sign-in that can come back by itself: a paired device or a browser with a password. */
export const device = z.object({
  id: z.string(),
  kind: z.enum(['password', 'pairing']),
  user: z.string(),
  /** As it was named at the pairing, or what its browser calls itself. */
  device: z.string(),
  role: networkRole,
  scope: scope.optional(),
  endsAt: time.optional(),
  createdAt: time,
  lastSeenAt: time,
  connections: z.number(),
});
export type Device = z.infer<typeof device>;

const id = z.string().min(1).max(60);

export const connectionCommands = {
  'connections.list': command({
    role: 'operator',
    params: nothing,
    result: connectionsReport,
    summary: 'Who is connected, what is streamed for how many, and how much of it there is upstream.',
  }),
  'connections.revoke': command({
    role: 'admin',
    params: z.object({ id }).strict(),
    result: empty,
    acts: true,
    summary: 'Ends the sign-in behind a connection: all its sockets within a second, and its way back.',
  }),
  'devices.list': command({
    role: 'admin',
    params: nothing,
    result: z.object({ devices: z.array(device) }),
    summary: 'Devices that are signed in, connected or not.',
  }),
  'devices.update': command({
    role: 'admin',
    params: z.object({ id, role: networkRole.optional(), name: deviceName.optional() }).strict(),
    result: empty,
    acts: true,
    timeoutMs: ASKED_TIMEOUT_MS,
    summary: 'Renames a device or gives it another role; with a new role its streams end and it comes back by itself.',
  }),
  'devices.revoke': command({
    role: 'admin',
    params: z.object({ id }).strict(),
    result: empty,
    acts: true,
    summary: 'Ends the sign-in of a device: its sockets within a second, and its way back.',
  }),
};
