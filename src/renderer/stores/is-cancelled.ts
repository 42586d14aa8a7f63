import { AppError } from '#shared/protocol/errors.ts';

/** The owner said no to the main process's own question: nothing was done, and nothing went wrong. */
export const isCancelled = (thrown: unknown): boolean => thrown instanceof AppError && thrown.reason === 'cancelled';

/** Carries an act out, and gives in words what went wrong with it; undefined: nothing. */
export async function failureOf(act: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return isCancelled(error) ? undefined : (error as Error).message;
  }
}
