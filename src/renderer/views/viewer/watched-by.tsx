import { observer } from 'mobx-react-lite';
import { visibleText } from '#shared/format/visible-text.ts';
import { roleName } from '#renderer/views/viewer/role-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Tip } from '#renderer/ui/tip.tsx';
import '#renderer/views/viewer/viewer.css';

/** Who else has this container open over the network; nothing where nobody has. */
export const WatchedBy = observer(function WatchedBy({ container }: { container: string }) {
  const { presence, connection, session } = useStores();
  const self = connection.isBrowser ? session.hello?.user.name : undefined;
  const watching = presence.watching(container).filter(({ user }) => user !== self);
  const first = watching[0];
  if (!first) return null;
  const names = watching.map(({ user, role, address }) => `${visibleText(user)}, ${roleName(role)}, from ${address}`);
  const words = watching.length === 1 ? `${visibleText(first.user)} watches` : `${watching.length} watch`;
  return (
    <Tip text={names.join('\n')}>
      <button type="button" className="watched-by hide-m" aria-label={`Watched by ${names.join('; ')}`}>
        <Icon name="show" size={14} />
        <span className="num watched-count">{watching.length}</span>
        <span className="ell watched-words">{words}</span>
      </button>
    </Tip>
  );
});
