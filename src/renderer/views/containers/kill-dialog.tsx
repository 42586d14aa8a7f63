import type { Container } from '#shared/contract/containers.ts';
import { plural } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** Asks before processes are ended at once; with several, each is named. */
export function KillDialog({ containers, onClose }: { containers: readonly Container[]; onClose: () => void }) {
  const { acts } = useStores();
  const [first] = containers;
  const isOne = containers.length === 1;
  return (
    <Confirm
      open={first !== undefined}
      title={isOne ? `Kill ${visibleText(first?.name ?? '')}?` : `Kill ${plural(containers.length, 'container')}?`}
      items={isOne ? [] : containers.map(({ name, image }) => ({ name: visibleText(name), note: visibleText(image) }))}
      act={isOne ? 'Kill' : `Kill ${plural(containers.length, 'container')}`}
      onAct={() => {
        if (isOne && first) void acts.run('kill', first.id, first.name);
        else void acts.runAll('kill', containers);
      }}
      onClose={onClose}
    >
      <p>
        {isOne ? 'Its processes end' : 'Their processes end'} at once, without the chance to finish what they write.
        Containers, volumes and logs stay.
      </p>
    </Confirm>
  );
}
