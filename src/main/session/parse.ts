import type { z } from 'zod';
import { AppError } from '#shared/protocol/errors.ts';

/**
 * Parses what came over a link. Throws `bad_request` with the field and what would be right; the message never
 * repeats the value, which may be a secret or a megabyte.
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown, prefix = ''): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = [prefix, ...(issue?.path ?? [])].filter((part) => part !== '').join('.');
  const what = issue?.message ?? 'not valid';
  throw new AppError(
    'bad_request',
    field === '' ? `The message is not valid: ${what}` : `${field}: ${what}`,
    field === '' ? {} : { field },
  );
}
