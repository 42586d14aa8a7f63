import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { Volume } from '#shared/contract/volumes.ts';
import { size } from '#shared/format/bytes.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { WhichVolumes } from '#renderer/stores/volume-acts-store.ts';
import { volumeName } from '#renderer/stores/volume-list-store.ts';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { PlanDialog, type PlanItem } from '#renderer/ui/plan-dialog.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { usePrunePlan } from '#renderer/views/list/use-prune-plan.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { CloneForm } from '#renderer/views/volumes/clone-form.tsx';
import { CreateForm } from '#renderer/views/volumes/create-form.tsx';
import { RestoreForm } from '#renderer/views/volumes/restore-form.tsx';
import type { VolumeQuestion } from '#renderer/views/volumes/volume-menu.ts';

/** What acts on volumes ask before they begin. Mounted as long as the screen is, so that the focus finds back. */
export function VolumeDialogs({ question, onClose }: { question: VolumeQuestion | null; onClose: () => void }) {
  return (
    <>
      <FormDialog open={question?.kind === 'create'} title="Create a volume" isSticky onClose={onClose}>
        <CreateForm onDone={onClose} />
      </FormDialog>
      <FormDialog open={question?.kind === 'restore'} title={restoreTitle(question)} isSticky onClose={onClose}>
        {question?.kind === 'restore' ? <RestoreForm volume={question.volume} onDone={onClose} /> : null}
      </FormDialog>
      <FormDialog open={question?.kind === 'clone'} title="Clone a volume" onClose={onClose}>
        {question?.kind === 'clone' ? <CloneForm volume={question.volume} onDone={onClose} /> : null}
      </FormDialog>
      <RemoveDialog volumes={question?.kind === 'remove' ? question.volumes : []} onClose={onClose} />
      <PruneDialog open={question?.kind === 'prune'} onClose={onClose} />
    </>
  );
}

const restoreTitle = (question: VolumeQuestion | null): string =>
  question?.kind === 'restore' && question.volume ? `Restore ${volumeName(question.volume)}` : 'Restore a volume';

/** What is typed before data goes (design section 13, tier 3): the name of one, the number of several. */
const typedFor = (names: readonly string[]): string | undefined =>
  names.length > 1 ? plural(names.length, 'volume') : names[0]?.slice(0, /^[0-9a-f]{64}$/.test(names[0]) ? 12 : 255);

const sizeNote = ({ sizeBytes }: Volume): string => (sizeBytes === null ? 'size not known' : words(size(sizeBytes)));

const RemoveDialog = observer(function RemoveDialog({
  volumes: going,
  onClose,
}: {
  volumes: readonly Volume[];
  onClose: () => void;
}) {
  const { volumeActs, volumes } = useStores();
  const [first] = going;
  const isOne = going.length === 1;
  const users = [...new Set(going.flatMap((volume) => volumes.usersOf(volume).map(({ name }) => visibleText(name))))];
  // What was not measured may hold anything.
  const isEmpty = going.every(({ sizeBytes }) => sizeBytes === 0);
  const typed = isEmpty ? undefined : typedFor(going.map(({ name }) => name));
  const { removals } = volumeActs;
  return (
    <Confirm
      open={first !== undefined}
      title={isOne && first ? `Remove ${volumeName(first)}?` : `Remove ${plural(going.length, 'volume')}?`}
      items={
        isOne
          ? []
          : going.map((volume) => ({ name: volumeName(volume), icon: 'volumes' as const, note: sizeNote(volume) }))
      }
      {...(typed !== undefined && { typed })}
      act={isOne ? 'Remove volume' : `Remove ${plural(going.length, 'volume')}`}
      onAct={() => void (isOne && first ? removals.remove(first) : removals.removeAll(going))}
      onClose={onClose}
    >
      <p>
        {isEmpty
          ? `${isOne ? 'It holds' : 'They hold'} no data.`
          : `All data in ${isOne && first ? `it (${sizeNote(first)})` : 'them'} is lost for good; there is no copy.`}
      </p>
      {users.length === 0 ? null : (
        <p>
          {users.join(', ')} {users.length === 1 ? 'mounts' : 'mount'} {isOne ? 'it' : 'some of them'}. Docker refuses
          to remove a volume in use: remove {users.length === 1 ? 'the container' : 'the containers'} first.
        </p>
      )}
    </Confirm>
  );
});

const WHICH = [
  { value: 'named', label: 'Named' },
  { value: 'anonymous', label: 'Anonymous' },
] as const;

const typedForPlan = (ticked: readonly PlanItem[]): string | undefined => typedFor(ticked.map(({ name }) => name));

const PruneDialog = observer(function PruneDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { volumeActs } = useStores();
  const [which, setWhich] = useState<WhichVolumes>('named');
  const pruning = usePrunePlan({
    open,
    which,
    plan: (asked) => volumeActs.plan(asked),
    prune: (plan, ticked) => volumeActs.prune(plan, ticked),
    onClose,
  });
  return (
    <PlanDialog
      open={open}
      title="Remove unused volumes"
      noun="volume"
      {...pruning}
      startsUnticked
      typedFor={typedForPlan}
      empty={which === 'named' ? 'Every named volume is in use.' : 'No anonymous volume is unused.'}
      onClose={onClose}
    >
      <p>
        What is ticked goes with all its data, and nothing else, even if more becomes unused meanwhile. A volume that a
        stopped container mounts counts as in use.
      </p>
      <div className="plan-head">
        <Segments<WhichVolumes> label="Which volumes" value={which} segments={WHICH} onPick={setWhich} />
      </div>
    </PlanDialog>
  );
});
