import { useEffect, useState } from 'react';
import type { PrunePlan } from '#shared/contract/prune.ts';

/**
 * The plan first, then exactly that (peers: prune that does not say what goes). A plan is made when the dialog opens and when
 * `which` changes; one is good once, so that after a refusal what is shown is a new one.
 */
export function usePrunePlan<Which>({
  open,
  which,
  plan,
  prune,
  onClose,
}: {
  open: boolean;
  which: Which;
  plan: (which: Which) => Promise<PrunePlan>;
  prune: (plan: PrunePlan, ticked: ReadonlySet<string>) => Promise<void>;
  onClose: () => void;
}): {
  items: PrunePlan['items'] | undefined;
  error: string | undefined;
  isBusy: boolean;
  onAct(ticked: ReadonlySet<string>): void;
} {
  const [made, setMade] = useState<PrunePlan>();
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!open) return;
    let isGone = false;
    plan(which).then(
      (next) => !isGone && setMade(next),
      (thrown: Error) => !isGone && setError(thrown.message),
    );
    return () => {
      isGone = true;
      setMade(undefined);
      setError(undefined);
    };
    // oxlint-disable-next-line exhaustive-deps -- `plan` is new each time and always asks the same
  }, [open, which, turn]);
  return {
    items: made?.items,
    error,
    isBusy,
    onAct: (ticked) => {
      if (!made) return;
      setBusy(true);
      prune(made, ticked)
        .then(onClose)
        .catch((thrown: Error) => {
          setTurn(turn + 1);
          setError(thrown.message);
        })
        .finally(() => setBusy(false));
    },
  };
}
