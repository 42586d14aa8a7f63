import { AppError } from '#shared/protocol/errors.ts';

/** The owner said no to the main process's own question: nothing was done, and nothing went wrong. */
export const isCancelled = (thrown: unknown): boolean => thrown instanceof AppError && thrown.reason === 'cancelled';
