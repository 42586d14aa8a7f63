import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import { joinCommand } from '#shared/format/command-line.ts';
import { isAnonymousVolume } from '#shared/format/container-spec-of.ts';
import { plural } from '#shared/format/quantity.ts';
import { visibleText } from '#shared/format/visible-text.ts';
import { Confirm } from '#renderer/ui/confirm.tsx';
import { DockerWords } from '#renderer/ui/docker-words.tsx';
import { TickBox } from '#renderer/ui/treegrid/tick-box.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

const isActive = ({ state }: Container): boolean => state === 'running' || state === 'paused' || state === 'restarting';

const volumesOf = (containers: readonly Container[], isAnonymous: boolean): readonly string[] => [
  ...new Set(
    containers.flatMap(({ mounts }) =>
      mounts.flatMap(({ type, name }) =>
        type === 'volume' && name !== undefined && isAnonymousVolume({ type, source: name }) === isAnonymous
          ? [name]
          : [],
      ),
    ),
  ),
];

/** What goes and what stays (design section 13): running ones are named as such, anonymous volumes have a tick of their own. */
export const RemoveDialog = observer(function RemoveDialog({
  containers: asked,
  onClose,
}: {
  containers: readonly Container[];
  onClose: () => void;
}) {
  const { containerEdit } = useStores();
  const [withVolumes, setWithVolumes] = useState(false);
  const held = asked.filter(({ id }) => containerEdit.isProtected(id));
  const going = asked.filter(({ id }) => !containerEdit.isProtected(id));
  const [first] = going;
  const isOne = going.length === 1;
  const active = going.filter(isActive);
  const named = volumesOf(going, false);
  const anonymous = volumesOf(going, true);
  const close = (): void => {
    setWithVolumes(false);
    onClose();
  };
  const flags = [...(active.length > 0 ? ['--force'] : []), ...(withVolumes ? ['--volumes'] : [])];
  const title = isOne && first ? `Remove ${visibleText(first.name)}?` : `Remove ${plural(going.length, 'container')}?`;
  if (asked.length > 0 && first === undefined)
    return (
      <Confirm
        open
        isCalm
        title={held.length === 1 ? `${visibleText(held[0]?.name ?? '')} is protected.` : 'All of these are protected.'}
        act="Take the protection off"
        onAct={() => {
          for (const container of held) void containerEdit.protect(container, false);
        }}
        onClose={close}
      >
        <p>Quayside does not remove what is protected.</p>
      </Confirm>
    );
  return (
    <Confirm
      open={first !== undefined}
      title={title}
      items={
        isOne
          ? []
          : going.map((one) => ({
              name: visibleText(one.name),
              icon: 'containers' as const,
              note: isActive(one) ? one.state : 'stopped',
            }))
      }
      act={
        isOne
          ? active.length > 0
            ? 'Stop and remove'
            : 'Remove container'
          : `Remove ${plural(going.length, 'container')}`
      }
      onAct={() => containerEdit.remove(going, { isForced: active.length > 0, volumes: withVolumes })}
      onClose={close}
    >
      <p>
        {active.length === 0
          ? ''
          : isOne
            ? 'It is running: its processes are ended at once. '
            : `${active.length} of these ${active.length === 1 ? 'is running and is' : 'are running and are'} ended at once. `}
        What {isOne ? 'it' : 'they'} wrote outside of volumes goes. {isOne ? 'It' : 'Each'} can be made again for 7
        days.
      </p>
      {named.length === 0 ? null : (
        <p>{named.length === 1 ? `Volume ${named[0]} stays.` : `Volumes ${named.join(', ')} stay.`}</p>
      )}
      {held.length === 0 ? null : (
        <p>
          {held.map(({ name }) => visibleText(name)).join(', ')} {held.length === 1 ? 'is' : 'are'} protected and{' '}
          {held.length === 1 ? 'stays' : 'stay'}.
        </p>
      )}
      {anonymous.length === 0 ? null : (
        <p className="confirm-tick">
          <TickBox
            label={`Also remove ${plural(anonymous.length, 'anonymous volume')}`}
            state={withVolumes ? 'all' : 'none'}
            isStop
            onToggle={() => setWithVolumes(!withVolumes)}
          />
          <span aria-hidden="true">Also remove {plural(anonymous.length, 'anonymous volume')} with all data</span>
        </p>
      )}
      <DockerWords command={joinCommand(['docker', 'rm', ...flags, ...going.map(({ name }) => name)])} />
    </Confirm>
  );
});
