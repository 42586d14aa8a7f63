import { observer } from 'mobx-react-lite';
import { Fragment } from 'react';
import { Link, useLocation } from 'wouter';
import { isHere, type Screen, SCREENS } from '#renderer/app/screens.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Tip } from '#renderer/ui/tip.tsx';
import { useMedia } from '#renderer/ui/use-media.ts';

/** The screens: at the left with names, folded to a rail of signs, and on phones along the lower edge. */
export const Sidebar = observer(function Sidebar({ isRail }: { isRail: boolean }) {
  const { session } = useStores();
  const isPhone = useMedia('(max-width: 599px)');
  const screens = SCREENS.filter(({ needs }) => needs === undefined || session.can(needs));
  if (isPhone) return <PhoneBar screens={screens} />;
  return (
    <nav className="sidebar" aria-label="Main">
      {screens
        .filter(({ isAtFoot }) => !isAtFoot)
        .map((screen, i, all) => (
          <Fragment key={screen.path}>
            {screen.group === all[i - 1]?.group ? null : <span className="nav-head">{screen.group}</span>}
            <NavLink screen={screen} isRail={isRail} />
          </Fragment>
        ))}
      <span className="grow nav-gap" />
      {screens
        .filter(({ isAtFoot }) => isAtFoot)
        .map((screen) => (
          <NavLink key={screen.path} screen={screen} isRail={isRail} />
        ))}
    </nav>
  );
});

/** Along the lower edge: what one looks at on the way, and the rest behind "More". */
function PhoneBar({ screens }: { screens: readonly Screen[] }) {
  const [path, go] = useLocation();
  const rest = screens.filter(({ isOnPhone }) => !isOnPhone);
  return (
    <nav className="sidebar" aria-label="Main">
      {screens
        .filter(({ isOnPhone }) => isOnPhone)
        .map((screen) => (
          <NavLink key={screen.path} screen={screen} isRail={false} />
        ))}
      <ActMenu
        side="top"
        acts={rest.map(({ name, icon, path: to }) => ({ label: name, icon, run: () => go(to) }))}
        trigger={
          <button
            type="button"
            className="nav"
            aria-current={rest.some((screen) => isHere(screen, path)) ? 'true' : undefined}
          >
            <Icon name="more" />
            <span className="nl">More</span>
          </button>
        }
      />
    </nav>
  );
}

const NavLink = observer(function NavLink({ screen, isRail }: { screen: Screen; isRail: boolean }) {
  const { commands } = useStores();
  const [path] = useLocation();
  const link = (
    <Link
      to={screen.path}
      className="nav"
      aria-current={isHere(screen, path) ? 'page' : undefined}
      aria-label={screen.name}
    >
      <Icon name={screen.icon} />
      <span className="nl">{screen.name}</span>
      <Count screen={screen} />
    </Link>
  );
  return isRail ? (
    <Tip text={screen.name} keys={commands.words(screen.command)} side="right">
      {link}
    </Tip>
  ) : (
    link
  );
});

/** Muted text, never a badge. */
const Count = observer(function Count({ screen }: { screen: Screen }) {
  const { containers, images, volumes, networks, stacks, jobs, presence, remote } = useStores();
  if (screen.path === '/containers')
    return <span className="n">{containers.isLoaded ? containers.byId.size : '–'}</span>;
  // Counted once they were looked at: a count alone is no reason to list thousands.
  if (screen.path === '/images' && images.isLoaded) return <span className="n">{images.all.length}</span>;
  if (screen.path === '/volumes' && volumes.isLoaded) return <span className="n">{volumes.all.length}</span>;
  if (screen.path === '/networks' && networks.isLoaded) return <span className="n">{networks.all.length}</span>;
  if (screen.path === '/stacks' && stacks.isLoaded) return <span className="n">{stacks.all.length}</span>;
  if (screen.path === '/activity' && jobs.running.length > 0)
    return <span className="n">{jobs.running.length} running</span>;
  if (screen.path === '/remote' && remote.isOn) return <span className="n">{presence.connected.length}</span>;
  return null;
});
