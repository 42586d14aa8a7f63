import { Popover } from '@base-ui/react/popover';
import { observer } from 'mobx-react-lite';
import { ALLOWANCES, roleName } from '#renderer/views/viewer/role-words.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import '#renderer/views/viewer/viewer.css';

/** In a browser, at the top right: as whom one is here, what that allows, and the way out. */
export const RoleChip = observer(function RoleChip() {
  const { connection, session } = useStores();
  const { hello } = session;
  if (!connection.isBrowser || !hello) return null;
  const { name, role } = hello.user;
  const isLocal = role === 'local' || name === 'local';
  const title = isLocal ? roleName('local') : name;
  return (
    <Popover.Root>
      <Popover.Trigger className="role-chip" aria-label={`${roleName(role)}: what this role allows`}>
        <Icon name="person" size={14} />
        {roleName(role)}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="popup-layer">
          <Popover.Popup className="popup role-popup">
            <Popover.Title className="role-title">{title}</Popover.Title>
            <p className="t2">
              {isLocal ? '' : `${roleName(role)} `}on {location.hostname}
            </p>
            <ul>
              {ALLOWANCES.filter(({ command }) => session.can(command)).map(({ text }) => (
                <li key={text}>
                  <Icon name="check" size={14} />
                  {text}
                </li>
              ))}
            </ul>
            <button type="button" className="btn" onClick={() => connection.signOut()}>
              Sign out
            </button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
});
