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
  // What the contract refuses is named by its path, what a command refuses by its field.
  const field = failure?.field?.replace(/^params\./, '');
  const isOfField = field !== undefined && field in faults;
  return {
    isBusy,
    errorOf: (asked) =>
      asked === undefined
        ? isOfField
          ? undefined
          : failure && wordsOf(failure)
        : (faults[asked] ?? (failure && field === asked ? wordsOf(failure) : undefined)),
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

/** Without the path of the field, under which it stands. */
const wordsOf = ({ message, hint }: AppError): string =>
  [message.replace(/^params\.\w+: /, ''), hint].filter(Boolean).join(' ');
