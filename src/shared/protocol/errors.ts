import { ENGINE_REASONS } from '#shared/contract/engines.ts';

/** Every code that can cross a door, with its HTTP status. Closed: a new failure takes a `reason`, not a new code. */
export const ERROR_STATUS = {
  bad_request: 400,
  unauthorized: 401,
  expired: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  internal: 500,
  engine_error: 502,
  engine_unavailable: 503,
  timeout: 504,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
export const ERROR_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

export const ERROR_REASONS = [
  ...ENGINE_REASONS,
  'slow_consumer',
  'server_stopping',
  'audit_unavailable',
  'plan_stale',
  'taken',
  'not_readable',
  'no_shell',
  'paused',
  'removed',
  'protected',
  'cancelled',
] as const;
export type ErrorReason = (typeof ERROR_REASONS)[number];

export interface ErrorShape {
  code: ErrorCode;
  message: string;
  hint?: string;
  field?: string;
  reason?: ErrorReason;
  retryAfterMs?: number;
  /** Found in the app log, for `internal`. */
  id?: string;
}

/** The only error that is thrown on purpose. `message` is for people: what happened; `hint`: what to do now. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly field: string | undefined;
  readonly reason: ErrorReason | undefined;
  readonly retryAfterMs: number | undefined;
  readonly id: string | undefined;

  constructor(code: ErrorCode, message: string, more: Omit<ErrorShape, 'code' | 'message'> & { cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = more.hint;
    this.field = more.field;
    this.reason = more.reason;
    this.retryAfterMs = more.retryAfterMs;
    this.id = more.id;
  }

  /** What goes over the wire: no stack, no cause, nothing undefined. */
  toShape(): ErrorShape {
    const shape: ErrorShape = { code: this.code, message: this.message };
    if (this.hint !== undefined) shape.hint = this.hint;
    if (this.field !== undefined) shape.field = this.field;
    if (this.reason !== undefined) shape.reason = this.reason;
    if (this.retryAfterMs !== undefined) shape.retryAfterMs = this.retryAfterMs;
    if (this.id !== undefined) shape.id = this.id;
    return shape;
  }

  static fromShape(shape: ErrorShape): AppError {
    const { code, message, ...more } = shape;
    return new AppError(code, message, more);
  }
}

/**
 * Turns whatever was thrown into an AppError. An unknown throw becomes `internal` with an id, and `report` is
 * told both, so that the id the user sees is found beside the stack in the app log.
 */
export function toAppError(
  thrown: unknown,
  report: (thrown: unknown, id: string) => void,
  newId: () => string,
): AppError {
  if (thrown instanceof AppError) return thrown;
  const id = newId();
  report(thrown, id);
  return new AppError('internal', `Something went wrong inside Quayside (${id}).`, {
    id,
    hint: 'The app log holds the details under this number.',
    cause: thrown,
  });
}
