import { containerRef, empty, nothing, time } from '#shared/contract/common.ts';
import { ASKED_TIMEOUT_MS, channel, command } from '#shared/contract/define.ts';
import { z } from '#shared/contract/zod.ts';

/** Roles that somebody from the network can have. */
export const NETWORK_ROLES = ['viewer', 'operator', 'admin'] as const;
export const networkRole = z.enum(NETWORK_ROLES);
export type NetworkRole = z.infer<typeof networkRole>;

/** What a sign-in is limited to: some containers (ID or name) or one stack; everything where it is absent. */
export const scope = z
  .object({
    containers: z.array(containerRef).min(1).max(100).optional(),
    stack: z.string().min(1).max(200).optional(),
  })
  .strict()
  .refine((given) => (given.containers === undefined) !== (given.stack === undefined), {
    message: 'A scope names either containers or one stack.',
  });
export type Scope = z.infer<typeof scope>;

/** A moment to come, as RFC 3339 in UTC. */
export const moment = z.iso.datetime('A time looks like 2026-11-21T18:00:00Z.');
export const deviceName = z
  .string()
  .trim()
  .min(1, 'Give the device a name.')
  .max(60, 'A device name has at most 60 characters.')
  .regex(/^[^\p{C}]+$/u, 'A device name has no control characters.');

/** A device that knows the code and waits to be let in. */
export const pairingRequest = z.object({
  request: z.string(),
  deviceName: z.string(),
  address: z.string(),
  role: networkRole,
  askedAt: time,
});
export type PairingRequest = z.infer<typeof pairingRequest>;

export const pairingState = z.object({
  /** The code that can be used now, without the code itself. */
  open: z.object({ role: networkRole, expiresAt: time, wrongTries: z.number() }).nullable(),
  asking: z.array(pairingRequest),
});
export type PairingState = z.infer<typeof pairingState>;

export const pairingChannels = {
  'pairing:requests': channel({
    kind: 'state',
    role: 'admin',
    params: nothing,
    item: pairingState,
    summary: 'The open pairing code, and the devices that wait to be let in.',
  }),
};

export const pairingCommands = {
  'pairing.create': command({
    role: 'admin',
    params: z
      .object({
        role: networkRole,
        deviceName: deviceName.optional(),
        scope: scope.optional(),
        endsAt: moment.optional(),
        confirm: z.boolean().optional(),
      })
      .strict(),
    result: z.object({
      code: z.string(),
      url: z.string(),
      expiresAt: time,
      /** The QR code of the address: one text a row, "1" is dark. */
      qr: z.array(z.string()),
    }),
    acts: true,
    timeoutMs: ASKED_TIMEOUT_MS,
    summary: 'Makes a code for one device, good for 5 min and once; an older open one ends.',
  }),
  'pairing.answer': command({
    role: 'admin',
    params: z.object({ request: z.string().min(1).max(40), allow: z.boolean() }).strict(),
    result: empty,
    acts: true,
    summary: 'Lets a waiting device in, or refuses it.',
  }),
  'pairing.cancel': command({
    role: 'admin',
    params: nothing,
    result: empty,
    acts: true,
    summary: 'Ends the open code; who waits is refused.',
  }),
};

/** Whether a container is one of those that a scope names. */
export function isInScope(
  given: Scope | undefined,
  container: { readonly id: string; readonly name: string; readonly stack?: string | undefined },
): boolean {
  if (!given) return true;
  if (given.stack !== undefined) return container.stack === given.stack;
  return (given.containers ?? []).some(
    (ref) => ref === container.id || ref === container.name || (ref.length >= 12 && container.id.startsWith(ref)),
  );
}
