import { observer } from 'mobx-react-lite';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { PlanDialog } from '#renderer/ui/plan-dialog.tsx';
import { CommitForm } from '#renderer/views/containers/commit-form.tsx';
import { KillDialog } from '#renderer/views/containers/kill-dialog.tsx';
import { RemoveDialog } from '#renderer/views/containers/remove-dialog.tsx';
import { RemovedList } from '#renderer/views/containers/removed-list.tsx';
import { RenameForm } from '#renderer/views/containers/rename-form.tsx';
import { usePrunePlan } from '#renderer/views/list/use-prune-plan.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** What acts on containers ask before they begin. Mounted as long as the window is: they are asked from many places. */
export const ContainerDialogs = observer(function ContainerDialogs() {
  const { containerEdit } = useStores();
  const { question } = containerEdit;
  const close = (): void => containerEdit.close();
  const rename = question?.kind === 'rename' ? question.container : undefined;
  const commit = question?.kind === 'commit' ? question.container : undefined;
  return (
    <>
      <KillDialog containers={question?.kind === 'kill' ? question.containers : []} onClose={close} />
      <RemoveDialog containers={question?.kind === 'remove' ? question.containers : []} onClose={close} />
      <FormDialog open={rename !== undefined} title={`Rename ${rename?.name ?? ''}`} onClose={close}>
        {rename ? <RenameForm container={rename} onDone={close} /> : null}
      </FormDialog>
      <FormDialog open={commit !== undefined} title={`Make an image of ${commit?.name ?? ''}`} onClose={close}>
        {commit ? <CommitForm container={commit} onDone={close} /> : null}
      </FormDialog>
      <FormDialog open={question?.kind === 'removed'} title="Removed containers" isWide onClose={close}>
        <RemovedList onDone={close} />
      </FormDialog>
      <PruneDialog open={question?.kind === 'prune'} onClose={close} />
    </>
  );
});

const PruneDialog = observer(function PruneDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { containerEdit } = useStores();
  const pruning = usePrunePlan({
    open,
    which: 'stopped',
    plan: () => containerEdit.plan(),
    prune: (plan, ticked) => containerEdit.prune(plan, ticked),
    onClose,
  });
  return (
    <PlanDialog
      open={open}
      title="Remove stopped containers"
      noun="container"
      {...pruning}
      empty="No container is stopped, or those that are are protected."
      onClose={onClose}
    >
      <p>
        What is ticked goes with what it wrote into itself, and nothing else, even if more stop meanwhile. Volumes and
        images stay, and for 7 days each container can be made again.
      </p>
    </PlanDialog>
  );
});
