import { observer } from 'mobx-react-lite';
import { Icon } from '#renderer/ui/icons.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

const Lock = () => (
  <span role="img" aria-label="Protected" title="Protected: Quayside does not remove it">
    <Icon name="lock" size={13} />
  </span>
);

/** A lock where Quayside refuses to remove a container. */
export const ProtectedMark = observer(function ProtectedMark({ id }: { id: string }) {
  return useStores().containerEdit.isProtected(id) ? <Lock /> : null;
});

/** The same for a volume. */
export const ProtectedVolumeMark = observer(function ProtectedVolumeMark({ name }: { name: string }) {
  return useStores().containerEdit.protected.volumes.includes(name) ? <Lock /> : null;
});
