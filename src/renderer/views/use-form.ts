import { useState } from 'react';
import type { AppError } from '#shared/protocol/errors.ts';

type Faults = Readonly<Record<string, string | undefined>>;

/** Sends once, closes when it worked, and keeps what did not. */
export function useForm(onDone: () => void): {
  isBusy: boolean;
  /** Of a field, or (undefined) of none in particular. */
  errorOf(field: string | undefined): string | undefined;
  send(faults: Faults, work: () => Promise<unknown>): void;
} {
  const [isBusy, setBusy] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const [failure, setFailure] = useState<AppError>();
  const isOfField = failure?.field !== undefined && failure.field in faults;
  return {
    isBusy,
    errorOf: (field) =>
      field === undefined
        ? isOfField
          ? undefined
          : failure && wordsOf(failure)
        : (faults[field] ?? (failure?.field === field ? wordsOf(failure) : undefined)),
    send: (found, work) => {
      setFaults(found);
      setFailure(undefined);
      if (Object.values(found).some((fault) => fault !== undefined)) return;
      setBusy(true);
      work()
        .then(onDone)
        .catch((error: AppError) => setFailure(error))
        .finally(() => setBusy(false));
    },
  };
}

const wordsOf = ({ message, hint }: AppError): string => (hint === undefined ? message : `${message} ${hint}`);
