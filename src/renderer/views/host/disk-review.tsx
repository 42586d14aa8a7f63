import { observer } from 'mobx-react-lite';
import type { CommandName } from '#shared/contract/index.ts';
import type { DISK_PARTS } from '#renderer/views/host/docker-cards.tsx';
import { PlanDialog } from '#renderer/ui/plan-dialog.tsx';
import { ImageDialogs } from '#renderer/views/images/image-dialogs.tsx';
import { usePrunePlan } from '#renderer/views/list/use-prune-plan.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { VolumeDialogs } from '#renderer/views/volumes/volume-dialogs.tsx';

export type DiskPart = (typeof DISK_PARTS)[number]['part'];

/** What frees the room that a part of Docker's data takes. */
export const PRUNES = {
  images: 'images.prune',
  buildCache: 'buildCache.prune',
  volumes: 'volumes.prune',
  containers: 'containers.prune',
} as const satisfies Record<DiskPart, CommandName>;

/** The plan that a part's "Review" leads to: the same one as on the part's own screen. */
export const DiskReview = observer(function DiskReview({
  part,
  onClose,
}: {
  part: DiskPart | undefined;
  onClose: () => void;
}) {
  return (
    <>
      <ImageDialogs question={part === 'images' ? { kind: 'prune' } : null} onClose={onClose} />
      <VolumeDialogs question={part === 'volumes' ? { kind: 'prune' } : null} onClose={onClose} />
      <CacheDialog open={part === 'buildCache'} onClose={onClose} />
    </>
  );
});

const CacheDialog = observer(function CacheDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { host } = useStores();
  const pruning = usePrunePlan({
    open,
    which: 'all',
    plan: () => host.planCache(),
    prune: (plan, ticked) => host.pruneCache(plan, ticked),
    onClose,
  });
  return (
    <PlanDialog
      open={open}
      title="Remove build cache"
      noun="piece"
      {...pruning}
      empty="Builds have left nothing that could go."
      onClose={onClose}
    >
      <p>
        What is listed goes, and nothing else. Images stay as they are; the next build of them takes longer, because it
        does these steps again.
      </p>
    </PlanDialog>
  );
});
