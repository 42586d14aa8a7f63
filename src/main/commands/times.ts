import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';

export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** ms since 1970 of a time to come. Throws `bad_request` for one that is over. */
export function futureTime(text: string, clock: Clock): number {
  const ms = Date.parse(text);
  if (ms > clock.now()) return ms;
  throw new AppError('bad_request', 'endsAt: this time is over already.', { field: 'params.endsAt' });
}
