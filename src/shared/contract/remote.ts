import { empty, errorShape, nothing, time } from '#shared/contract/common.ts';
import { ASKED_TIMEOUT_MS, channel, command } from '#shared/contract/define.ts';
import { settings } from '#shared/contract/settings.ts';
import { z } from '#shared/contract/zod.ts';

/** Whether the second door is open. `fingerprint` is the SHA-256 of the certificate, as browsers show it; null without TLS. */
export const remoteState = z.union([
  z.object({ state: z.literal('off'), error: errorShape.optional() }),
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('on'), url: z.string(), fingerprint: z.string().nullable(), since: time }),
]);
export type RemoteState = z.infer<typeof remoteState>;

export const remoteChannels = {
  'remote:access': channel({
    kind: 'state',
    role: 'local',
    params: nothing,
    item: remoteState,
    summary: 'Whether remote access is on, under which address, and why not.',
  }),
};

export const remoteCommands = {
  'remote.start': command({
    role: 'local',
    params: z
      .object({ host: settings.shape.remoteHost.unwrap(), port: settings.shape.remotePort.unwrap() })
      .partial()
      .strict(),
    result: remoteState,
    acts: true,
    timeoutMs: ASKED_TIMEOUT_MS,
    summary:
      'Opens the port as the settings say (remoteHost, remotePort, remoteTls), or on another host and port, which are then kept; open already, it is opened anew.',
  }),
  'remote.stop': command({
    role: 'local',
    params: nothing,
    result: empty,
    acts: true,
    summary: 'Closes the port; every viewer is told.',
  }),
  'remote.addresses': command({
    role: 'local',
    params: nothing,
    result: z.object({
      addresses: z.array(z.object({ name: z.string(), address: z.string(), isLoopback: z.boolean() })),
    }),
    summary: 'Where remote access can listen: the networks of this computer, by name and address.',
  }),
};
