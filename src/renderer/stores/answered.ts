import { runInAction } from 'mobx';
import type { AppError } from '#shared/protocol/errors.ts';

/** What was answered last and, where the newest question failed, why. */
export interface Answered<T> {
  readonly value?: T;
  readonly error?: AppError;
  readonly isLoading?: boolean;
}

interface Answers<T> {
  get(key: string): Answered<T> | undefined;
  set(key: string, answer: Answered<T>): unknown;
}

/** Asks, and keeps what was answered before until there is another answer; an error stands beside it. Never rejects. */
export async function ask<T>(answers: Answers<T>, key: string, question: () => Promise<T>): Promise<void> {
  const before = answers.get(key);
  runInAction(() => answers.set(key, { ...before, isLoading: true }));
  try {
    const value = await question();
    runInAction(() => answers.set(key, { value }));
  } catch (error) {
    const known = before?.value === undefined ? {} : { value: before.value };
    runInAction(() => answers.set(key, { ...known, error: error as AppError }));
  }
}
