import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import { plural, words } from '#shared/format/quantity.ts';
import { size } from '#shared/format/bytes.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import type { WhichImages } from '#renderer/stores/image-acts-store.ts';
import { imageName } from '#renderer/stores/image-list-store.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { PlanDialog } from '#renderer/ui/plan-dialog.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { BuildForm } from '#renderer/views/images/build-form.tsx';
import type { ImageQuestion } from '#renderer/views/images/image-menu.ts';
import { PullForm } from '#renderer/views/images/pull-form.tsx';
import { TagForm } from '#renderer/views/images/tag-form.tsx';
import { usePrunePlan } from '#renderer/views/list/use-prune-plan.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** What acts on images ask before they begin. Mounted as long as the screen is, so that the focus finds back. */
export function ImageDialogs({ question, onClose }: { question: ImageQuestion | null; onClose: () => void }) {
  return (
    <>
      <FormDialog open={question?.kind === 'pull'} title="Pull an image" onClose={onClose}>
        <PullForm reference={question?.kind === 'pull' ? question.reference : undefined} onDone={onClose} />
      </FormDialog>
      <FormDialog open={question?.kind === 'build'} title="Build an image" isSticky onClose={onClose}>
        <BuildForm onDone={onClose} />
      </FormDialog>
      <FormDialog open={question?.kind === 'tag'} title="Tag an image" onClose={onClose}>
        {question?.kind === 'tag' ? <TagForm row={question.row} onDone={onClose} /> : null}
      </FormDialog>
      <RemoveDialog rows={question?.kind === 'remove' ? question.rows : []} onClose={onClose} />
      <PruneDialog open={question?.kind === 'prune'} onClose={onClose} />
    </>
  );
}

/** A name alone, or the image with its last name: says which of them goes, and what stays. */
const RemoveDialog = observer(function RemoveDialog({
  rows,
  onClose,
}: {
  rows: readonly ImageRow[];
  onClose: () => void;
}) {
  const { imageActs, images } = useStores();
  const [first] = rows;
  const isOne = rows.length === 1;
  const users = new Set(rows.flatMap(({ image }) => images.usersOf(image).map(({ name }) => name)));
  const act = isOne ? 'Remove image' : `Remove ${plural(rows.length, 'image')}`;
  return (
    <Confirm
      open={first !== undefined}
      title={isOne && first ? `Remove ${imageName(first)}?` : `Remove ${plural(rows.length, 'image')}?`}
      items={
        isOne
          ? []
          : rows.map((row) => ({ name: imageName(row), icon: 'images', note: words(size(row.image.sizeBytes)) }))
      }
      act={act}
      onAct={() => void (isOne && first ? imageActs.removals.remove(first) : imageActs.removals.removeAll(rows))}
      onClose={onClose}
    >
      {isOne && first ? (
        <OneGoes row={first} />
      ) : (
        <p>
          Layers that other images share stay.
          {users.size === 0 ? '' : ' Docker keeps those that a container was made from, and says so under their rows.'}
        </p>
      )}
    </Confirm>
  );
});

const OneGoes = observer(function OneGoes({ row }: { row: ImageRow }) {
  const { images } = useStores();
  const others = row.image.tags.filter((tag) => tag !== row.key);
  const [first, ...more] = images.usersOf(row.image);
  if (others.length > 0)
    return (
      <p>
        Only this name goes. The image stays as {others.slice(0, 3).join(', ')}
        {others.length > 3 ? ` and ${others.length - 3} more` : ''}.
      </p>
    );
  if (first)
    return (
      <p>
        {visibleText(first.name)}
        {more.length === 0 ? ' was' : ` and ${plural(more.length, 'other container')} were`} made from it. Docker
        refuses to remove an image in use: remove {more.length === 0 ? 'the container' : 'the containers'} first.
      </p>
    );
  const own = row.image.sharedBytes === null ? null : row.image.sizeBytes - row.image.sharedBytes;
  return (
    <p>
      {own === null ? 'Its layers go' : `${words(size(own))} of layers go`}; what other images share stays. It can be
      pulled or built again.
    </p>
  );
});

const WHICH = [
  { value: 'dangling', label: 'Without a name' },
  { value: 'unused', label: 'All unused' },
] as const;

const PruneDialog = observer(function PruneDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { imageActs } = useStores();
  const [which, setWhich] = useState<WhichImages>('dangling');
  const pruning = usePrunePlan({
    open,
    which,
    plan: (asked) => imageActs.plan(asked),
    prune: (plan, ticked) => imageActs.prune(plan, ticked),
    onClose,
  });
  return (
    <PlanDialog
      open={open}
      title="Remove unused images"
      noun="image"
      {...pruning}
      empty={which === 'dangling' ? 'Every image has a name or is in use.' : 'Every image is in use.'}
      onClose={onClose}
    >
      <p>
        What is listed goes, and nothing else, even if more becomes unused meanwhile. An image that a stopped container
        was made from counts as in use.
      </p>
      <div className="plan-head">
        <Segments<WhichImages> label="Which images" value={which} segments={WHICH} onPick={setWhich} />
      </div>
    </PlanDialog>
  );
});
