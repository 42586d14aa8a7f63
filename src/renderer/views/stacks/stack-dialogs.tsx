import { observer } from 'mobx-react-lite';
import { useEffect, useState } from 'react';
import type { Stack } from '#shared/contract/stacks.ts';
import { plural } from '#shared/format/quantity.ts';
import { partKey, type StackPart, type StackRemoval } from '#renderer/stores/stack-acts-store.ts';
import { stackName } from '#renderer/stores/stack-list-store.ts';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { PlanDialog, type PlanItem } from '#renderer/ui/plan-dialog.tsx';
import { NewStackForm } from '#renderer/views/stacks/new-stack-form.tsx';
import type { StackQuestion } from '#renderer/views/stacks/stack-menu.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** What acts on stacks ask before they begin. Mounted as long as the screen is, so that the focus finds back. */
export function StackDialogs({ question, onClose }: { question: StackQuestion | null; onClose: () => void }) {
  return (
    <>
      <FormDialog open={question?.kind === 'create'} title="New stack" isSticky isWide onClose={onClose}>
        <NewStackForm onDone={onClose} />
      </FormDialog>
      <RemoveDialog stacks={question?.kind === 'remove' ? question.stacks : []} onClose={onClose} />
    </>
  );
}

const KIND_WORDS: Record<StackPart['kind'], string> = {
  container: 'Container',
  network: 'Network',
  volume: 'Volume with its data',
  target: 'Target and its history',
};

/** Containers, networks and the target go; a volume only where it is ticked, and then the name is typed (section 13, tier 3). */
const RemoveDialog = observer(function RemoveDialog({
  stacks,
  onClose,
}: {
  stacks: readonly Stack[];
  onClose: () => void;
}) {
  const { stackActs } = useStores();
  const [removal, setRemoval] = useState<StackRemoval>();
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (stacks.length === 0) return;
    let isGone = false;
    stackActs.removalOf(stacks).then(
      (made) => !isGone && setRemoval(made),
      (thrown: Error) => !isGone && setError(thrown.message),
    );
    return () => {
      isGone = true;
      setRemoval(undefined);
      setError(undefined);
    };
  }, [stackActs, stacks, turn]);
  const [first] = stacks;
  const isOne = stacks.length === 1;
  const title = isOne && first ? `Remove ${stackName(first)}?` : `Remove ${plural(stacks.length, 'stack')}?`;
  const items = removal?.items.map(
    (item): PlanItem => ({
      id: partKey(item),
      name: item.name,
      bytes: item.bytes,
      reason: `${KIND_WORDS[item.kind]}${isOne ? '' : ` of ${item.stack}`}. ${item.reason}`,
      startsUnticked: item.kind === 'volume',
    }),
  );
  const isVolume = new Set(removal?.items.flatMap((item) => (item.kind === 'volume' ? [partKey(item)] : [])));
  const act = (ticked: ReadonlySet<string>): void => {
    if (!removal) return;
    setBusy(true);
    stackActs
      .remove(removal, ticked)
      .then(onClose)
      .catch((thrown: Error) => {
        // A plan is good once.
        setTurn(turn + 1);
        setError(thrown.message);
      })
      .finally(() => setBusy(false));
  };
  return (
    <PlanDialog
      open={first !== undefined}
      title={title}
      noun="thing"
      items={items}
      error={error}
      isBusy={isBusy}
      empty="Nothing of it is left."
      typedFor={(ticked) =>
        ticked.some(({ id }) => isVolume.has(id))
          ? isOne && first
            ? first.name
            : plural(stacks.length, 'stack')
          : undefined
      }
      onAct={act}
      onClose={onClose}
    >
      <p>
        What is ticked goes, running containers included. Volumes stay unless they are ticked; what is in them is lost
        for good then. Images stay.
      </p>
    </PlanDialog>
  );
});
