import { observer } from 'mobx-react-lite';
import { Link } from 'wouter';
import type { Volume } from '#shared/contract/volumes.ts';
import { volumeName } from '#renderer/stores/volume-list-store.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { ProtectedVolumeMark } from '#renderer/views/containers/protected-mark.tsx';
import { UsersCell } from '#renderer/views/list/cells.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

export const volumeAddress = (name: string, tab = 'used'): string => `/volume/${encodeURIComponent(name)}/${tab}`;

export const NameCell = ({ volume }: { volume: Volume }) => (
  <span className="nm">
    <Icon name="volumes" className="t3" />
    <Link
      to={volumeAddress(volume.name)}
      tabIndex={-1}
      className="nm-link"
      aria-label={volumeName(volume)}
      title={volume.name}
    >
      {volume.isAnonymous ? (
        <span className="t2">
          Anonymous <span className="mono small t3">{volumeName(volume)}</span>
        </span>
      ) : (
        <CutText text={volume.name} />
      )}
    </Link>
    <ProtectedVolumeMark name={volume.name} />
  </span>
);

export const VolumeUsersCell = observer(function VolumeUsersCell({ volume }: { volume: Volume }) {
  const { volumes } = useStores();
  return <UsersCell users={volumes.usersOf(volume)} />;
});
