import { errorShape, time } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';

/** Whether the second door is open. `fingerprint` is the SHA-256 of the certificate, as browsers show it; null without TLS. */
export const remoteState = z.union([
  z.object({ state: z.literal('off'), error: errorShape.optional() }),
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('on'), url: z.string(), fingerprint: z.string().nullable(), since: time }),
]);
export type RemoteState = z.infer<typeof remoteState>;
