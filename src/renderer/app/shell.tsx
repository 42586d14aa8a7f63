import { observer } from 'mobx-react-lite';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useFrameCommands } from '#renderer/app/frame-commands.ts';
import { useFrameKeys } from '#renderer/app/frame-keys.ts';
import { Sidebar } from '#renderer/app/sidebar.tsx';
import { StatusBar } from '#renderer/app/status-bar.tsx';
import { TopBar } from '#renderer/app/top-bar.tsx';
import { ContainerDialogs } from '#renderer/views/containers/container-dialogs.tsx';
import { Palette } from '#renderer/views/palette/palette.tsx';
import { LetInDialog } from '#renderer/views/remote/let-in-dialog.tsx';
import { ShortcutSheet } from '#renderer/views/shortcuts/shortcut-sheet.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { Toasts } from '#renderer/ui/toasts.tsx';
import '#renderer/app/shell.css';

/** Under this width the sidebar is a rail, whatever the reader chose (design section 3). */
const NARROW = window.matchMedia('(max-width: 1099px)');

function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      NARROW.addEventListener('change', listener);
      return () => NARROW.removeEventListener('change', listener);
    },
    () => NARROW.matches,
  );
}

export const Shell = observer(function Shell({ children }: { children: ReactNode }) {
  const { settings, connection } = useStores();
  const isNarrow = useIsNarrow();
  useFrameCommands(isNarrow);
  useFrameKeys();
  const isRail = isNarrow || settings.value.sidebarFolded;
  return (
    <div className={`app${isRail ? ' rail' : ''}${connection.isBrowser ? ' in-browser' : ''}`}>
      <a className="skip" href="#main" onClick={skipToMain}>
        Skip to the content
      </a>
      <TopBar />
      <Sidebar isRail={isRail} />
      <main className="main" id="main" tabIndex={-1}>
        {children}
      </main>
      <StatusBar />
      <Messages />
      <ContainerDialogs />
      <Palette />
      <ShortcutSheet />
      <LetInDialog />
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
