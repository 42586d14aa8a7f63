import { observer } from 'mobx-react-lite';
import { useLocation } from 'wouter';
import { plural } from '#shared/format/quantity.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';

/** In the status bar while the program can be reached over the network: by how many it is. */
export const ViewerCount = observer(function ViewerCount() {
  const { presence, remote, session } = useStores();
  const [, go] = useLocation();
  if (!remote.isOn || !session.can('devices.list')) return null;
  return (
    <button type="button" className="it num" onClick={() => go('/remote')}>
      <Icon name="remote" size={14} />
      {plural(presence.connected.length, 'viewer')}
    </button>
  );
});
