import { observer } from 'mobx-react-lite';
import { type ReactNode, useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useStores } from '#renderer/views/stores-context.tsx';
import { StatusBar } from '#renderer/app/status-bar.tsx';
import { useFrameKeys } from '#renderer/app/frame-keys.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Icon, type IconName, Mark } from '#renderer/ui/icons.tsx';
import { Tip } from '#renderer/ui/tip.tsx';
import { Toasts } from '#renderer/ui/toasts.tsx';
import '#renderer/app/shell.css';

/** Under this width the sidebar is a rail, whatever the reader chose (design section 3). */
const RAIL = window.matchMedia('(max-width: 1099px)');

function useIsNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(RAIL.matches);
  useEffect(() => {
    const update = (): void => setNarrow(RAIL.matches);
    RAIL.addEventListener('change', update);
    return () => RAIL.removeEventListener('change', update);
  }, []);
  return isNarrow;
}

/** Whether there is somewhere to go: Chromium's navigation object knows, the history object does not. */
function useHistory(): { canGoBack: boolean; canGoForward: boolean } {
  useLocation();
  return { canGoBack: window.navigation.canGoBack, canGoForward: window.navigation.canGoForward };
}

export const Shell = observer(function Shell({ children }: { children: ReactNode }) {
  const { containers, settings, commands } = useStores();
  const isNarrow = useIsNarrow();
  const history = useHistory();
  useFrameKeys();
  const isRail = isNarrow || settings.value.sidebarFolded;
  return (
    <div className={isRail ? 'app rail' : 'app'}>
      <a className="skip" href="#main" onClick={skipToMain}>
        Skip to the content
      </a>
      <header className="topbar">
        <div className="brand">
          <Mark />
          <span className="nl">Quayside</span>
        </div>
        <div className="nav-arrows">
          <IconButton
            icon="chevronLeft"
            label="Back"
            keys={commands.words('history.back')}
            disabled={!history.canGoBack}
            onClick={() => window.history.back()}
          />
          <IconButton
            icon="chevronRight"
            label="Forward"
            keys={commands.words('history.forward')}
            disabled={!history.canGoForward}
            onClick={() => window.history.forward()}
          />
        </div>
      </header>
      <nav className="sidebar" aria-label="Main">
        <NavLink
          to="/containers"
          also="/container/"
          icon="containers"
          name="Containers"
          isRail={isRail}
          count={containers.isLoaded ? String(containers.byId.size) : '–'}
        />
        <span className="grow" />
        <NavLink to="/settings" icon="settings" name="Settings" isRail={isRail} />
      </nav>
      <main className="main" id="main" tabIndex={-1}>
        {children}
      </main>
      <StatusBar />
      <Messages />
    </div>
  );
});

/** Results of acts, and what assistive technology is told. */
const Messages = observer(function Messages() {
  const { toasts, announcer } = useStores();
  return (
    <>
      <Toasts toasts={toasts.all} onDismiss={(id) => toasts.dismiss(id)} onHold={(isHeld) => toasts.hold(isHeld)} />
      <div className="vh" aria-live="polite">
        {announcer.words}
      </div>
    </>
  );
});

/** The hash is the address of the screen, so the usual `#main` cannot be followed. */
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function NavLink({
  to,
  also,
  icon,
  name,
  count,
  isRail,
}: {
  to: string;
  also?: string;
  icon: IconName;
  name: string;
  count?: string;
  isRail: boolean;
}) {
  const [location] = useLocation();
  const isHere = location.startsWith(to) || (also !== undefined && location.startsWith(also));
  const link = (
    <Link to={to} className="nav" aria-current={isHere ? 'page' : undefined} aria-label={name}>
      <Icon name={icon} />
      <span className="nl">{name}</span>
      {count === undefined ? null : <span className="n">{count}</span>}
    </Link>
  );
  return isRail ? <Tip text={name}>{link}</Tip> : link;
}
