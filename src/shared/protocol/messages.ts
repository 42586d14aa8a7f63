import { errorShape } from '#shared/contract/common.ts';
import { z } from '#shared/contract/zod.ts';
import type { ErrorShape } from '#shared/protocol/errors.ts';

export const PROTOCOL_VERSION = 1;

const STREAM_STATUSES = ['starting', 'live', 'waiting', 'stopped'] as const;
export type StreamStatus = (typeof STREAM_STATUSES)[number];
const END_REASONS = ['done', 'removed', 'failed', 'engine_changed', 'revoked', 'closed'] as const;
export type EndReason = (typeof END_REASONS)[number];

const LONGEST_NAME = 40;
const streamName = z.string().min(1).max(LONGEST_NAME);
const seq = z.number().int().min(0);

/** Client to server, one schema an event. Unknown keys are refused, so that a misspelt option is heard of. */
export const requests = {
  subscribe: z
    .object({
      channel: z.string().min(1).max(60),
      params: z.record(z.string(), z.unknown()).default({}),
      view: z.record(z.string(), z.unknown()).optional(),
      since: z
        .object({ epoch: z.string().max(40), seq })
        .strict()
        .optional(),
      flow: z.boolean().default(false),
      packed: z.boolean().default(false),
    })
    .strict(),
  unsubscribe: z.object({ stream: streamName }).strict(),
  ack: z.object({ stream: streamName, seq }).strict(),
  call: z
    .object({ command: z.string().min(1).max(60), params: z.record(z.string(), z.unknown()).default({}) })
    .strict(),
  input: z.object({ stream: streamName, data: z.string().max(65_536) }).strict(),
  renew: z.object({ token: z.string().min(1).max(8192) }).strict(),
  ping: z.unknown(),
};
export type RequestName = keyof typeof requests;

/**
 * By far the most frequent message, and the only one that costs more to check by its schema than to carry out. Whatever is
 * not exactly this goes to the schema, which says what is wrong with it.
 */
export function isPlainAck(payload: unknown): payload is z.infer<typeof requests.ack> {
  if (typeof payload !== 'object' || payload === null || Object.keys(payload).length !== 2) return false;
  const { stream, seq: number } = payload as Record<string, unknown>;
  const isName = typeof stream === 'string' && stream.length >= 1 && stream.length <= LONGEST_NAME;
  return isName && Number.isSafeInteger(number) && (number as number) >= 0;
}
export type Request<R extends RequestName> = z.output<(typeof requests)[R]>;
export type RequestIn<R extends RequestName> = z.input<(typeof requests)[R]>;

/** What an acknowledgement carries beside `ok: true`. */
export interface Answers {
  subscribe: { stream: string; params: Record<string, unknown>; epoch: string; next: number };
  unsubscribe: object;
  ack: object;
  call: { result: unknown };
  input: object;
  renew: object;
  ping: { time: string };
}
export type Acknowledgement<R extends RequestName = RequestName> =
  | ({ ok: true } & Answers[R])
  | { ok: false; error: ErrorShape };

/** Server to client. Batches come under the channel's own name. */
export const notices = {
  connected: z.object({
    clientId: z.string(),
    user: z.object({ name: z.string(), role: z.string() }),
    protocol: z.number(),
    version: z.string(),
    serverTime: z.string(),
    channels: z.array(z.string()),
    commands: z.array(z.string()),
  }),
  gap: z.object({ stream: streamName, epoch: z.string(), dropped: seq.nullable(), next: seq }),
  status: z.object({
    stream: streamName,
    status: z.enum(STREAM_STATUSES),
    error: errorShape.optional(),
    retryInMs: z.number().optional(),
  }),
  end: z.object({
    stream: streamName,
    reason: z.enum(END_REASONS),
    error: errorShape.optional(),
    exitCode: z.number().nullable().optional(),
  }),
  fault: z.object({ event: z.string(), error: errorShape }),
  closing: z.object({ reason: z.string() }),
  revoked: z.object({ reason: z.string() }),
};
export type NoticeName = keyof typeof notices;
export type Notice<N extends NoticeName> = z.output<(typeof notices)[N]>;

export const batch = z.object({
  stream: streamName,
  epoch: z.string(),
  from: z.number().int(),
  next: seq,
  items: z.array(z.unknown()).optional(),
  packed: z.instanceof(Uint8Array).optional(),
  whole: z.literal(true).optional(),
});
export type Batch = z.output<typeof batch>;
