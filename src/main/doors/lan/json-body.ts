import type { z } from '#shared/contract/zod.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { parse } from '#main/session/parse.ts';
import type { LanContext } from '#main/doors/lan/callers.ts';

/** `protocol`, HTTP: bodies up to 1 MiB. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** Who sends a byte now and then does not hold a request open. */
const BODY_MS = 15_000;

/**
 * The JSON of a request. Only `application/json` is taken: a form of another page can send everything else without
 * asking. Throws `bad_request`, `too_large`, `timeout`.
 */
export async function jsonBody<S extends z.ZodType>(context: LanContext, schema: S): Promise<z.output<S>> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new AppError('bad_request', 'The body has to be JSON.', { hint: 'Send "Content-Type: application/json".' });
  const text = await readText(context);
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new AppError('bad_request', 'The body is not valid JSON.');
  }
  return parse(schema, value);
}

async function readText(context: LanContext): Promise<string> {
  const stream = context.req.raw.body;
  if (!stream) return '';
  const reader = stream.getReader();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('timeout', 'The body did not come within 15 s.')), BODY_MS);
  });
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) return Buffer.concat(parts).toString('utf8');
      size += value.byteLength;
      if (size > MAX_BODY_BYTES) throw new AppError('too_large', 'A body has at most 1 MiB.');
      parts.push(value);
    }
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => undefined);
  }
}
