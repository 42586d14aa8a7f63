import { ImageDialogs } from '#renderer/views/images/image-dialogs.tsx';
import { NetworkDialogs } from '#renderer/views/networks/network-dialogs.tsx';
import type { PaletteQuestion } from '#renderer/views/palette/resource-items.ts';
import { StackDialogs } from '#renderer/views/stacks/stack-dialogs.tsx';
import { VolumeDialogs } from '#renderer/views/volumes/volume-dialogs.tsx';

/** What acts from the palette ask; loaded with the first of them. */
export function PaletteDialogs({ asked, onClose }: { asked: PaletteQuestion | null; onClose: () => void }) {
  return (
    <>
      <ImageDialogs question={asked?.of === 'image' ? asked.question : null} onClose={onClose} />
      <VolumeDialogs question={asked?.of === 'volume' ? asked.question : null} onClose={onClose} />
      <NetworkDialogs question={asked?.of === 'network' ? asked.question : null} onClose={onClose} />
      <StackDialogs question={asked?.of === 'stack' ? asked.question : null} onClose={onClose} />
    </>
  );
}
