import { observer } from 'mobx-react-lite';
import { Icon } from '#renderer/ui/icons.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** A lock where Quayside refuses to remove a container. */
export const ProtectedMark = observer(function ProtectedMark({ id }: { id: string }) {
  const { containerEdit } = useStores();
  if (!containerEdit.isProtected(id)) return null;
  return (
    <span className="protected-mark" role="img" aria-label="Protected" title="Protected: Quayside does not remove it">
      <Icon name="lock" size={13} />
    </span>
  );
});
