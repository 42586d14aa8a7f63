import { observer } from 'mobx-react-lite';
import { Suspense } from 'react';
import { lazyPart } from '#renderer/ui/lazy-part.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { PlanDialog } from '#renderer/ui/plan-dialog.tsx';
import { CommitForm } from '#renderer/views/containers/commit-form.tsx';
import { KillDialog } from '#renderer/views/containers/kill-dialog.tsx';
import { RemoveDialog } from '#renderer/views/containers/remove-dialog.tsx';
import { RemovedList } from '#renderer/views/containers/removed-list.tsx';
import { RenameForm } from '#renderer/views/containers/rename-form.tsx';
import { usePrunePlan } from '#renderer/views/list/use-prune-plan.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Nobody runs a container in every session: their code comes with the first form that is opened. */
const RunForm = lazyPart(async () => (await import('#renderer/views/run/run-form.tsx')).RunForm);
const FilledForm = lazyPart(async () => (await import('#renderer/views/run/filled-form.tsx')).FilledForm);

/** What acts on containers ask before they begin. Mounted as long as the window is: they are asked from many places. */
export const ContainerDialogs = observer(function ContainerDialogs() {
  const { containerEdit, engine, session } = useStores();
  const { question } = containerEdit;
  const close = (): void => containerEdit.close();
  const mayRun = engine.isConnected && session.can('containers.create');
  useCommands(mayRun ? { 'container.run': () => containerEdit.ask({ kind: 'run' }) } : {});
  const filled = question?.kind === 'edit' || question?.kind === 'clone' ? question.container : undefined;
  const isClone = question?.kind === 'clone';
  const filledTitle = `${isClone ? 'Run another like' : 'Edit'} ${filled?.name ?? ''}`;
  const rename = question?.kind === 'rename' ? question.container : undefined;
  const commit = question?.kind === 'commit' ? question.container : undefined;
  return (
    <>
      <KillDialog containers={question?.kind === 'kill' ? question.containers : []} onClose={close} />
      <RemoveDialog containers={question?.kind === 'remove' ? question.containers : []} onClose={close} />
      <FormDialog open={question?.kind === 'run'} title="Run a container" isSticky isHuge onClose={close}>
        <Suspense fallback={<p role="status">Loading…</p>}>
          {question?.kind === 'run' ? <RunForm image={question.image} onDone={close} /> : null}
        </Suspense>
      </FormDialog>
      <FormDialog open={filled !== undefined} title={filledTitle} isSticky isHuge onClose={close}>
        <Suspense fallback={<p role="status">Loading…</p>}>
          {filled ? <FilledForm key={filled.id} container={filled} isClone={isClone} onDone={close} /> : null}
        </Suspense>
      </FormDialog>
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
