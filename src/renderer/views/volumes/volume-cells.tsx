import { observer } from 'mobx-react-lite';
import type { Volume } from '#shared/contract/volumes.ts';
import { volumeName } from '#renderer/stores/volume-list-store.ts';
import { CutText } from '#renderer/ui/cut-text.tsx';
import { ProtectedVolumeMark } from '#renderer/views/containers/protected-mark.tsx';
import { NameLinkCell, Nameless, UsersCell } from '#renderer/views/list/cells.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

export const volumeAddress = (name: string, tab = 'used'): string => `/volume/${encodeURIComponent(name)}/${tab}`;

export const NameCell = ({ volume }: { volume: Volume }) => (
  <NameLinkCell
    icon="volumes"
    to={volumeAddress(volume.name)}
    name={volumeName(volume)}
    title={volume.name}
    after={<ProtectedVolumeMark name={volume.name} />}
  >
    {volume.isAnonymous ? <Nameless kind="Anonymous" name={volumeName(volume)} /> : <CutText text={volume.name} />}
  </NameLinkCell>
);

export const VolumeUsersCell = observer(function VolumeUsersCell({ volume }: { volume: Volume }) {
  const { volumes } = useStores();
  return <UsersCell users={volumes.usersOf(volume)} />;
});
