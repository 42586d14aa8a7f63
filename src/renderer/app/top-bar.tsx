import { observer } from 'mobx-react-lite';
import { useLocation } from 'wouter';
import { RunningJob } from '#renderer/app/running-job.tsx';
import { chordKeys } from '#renderer/commands/key-chord.ts';
import { PhoneLive } from '#renderer/views/viewer/phone-live.tsx';
import { RoleChip } from '#renderer/views/viewer/role-chip.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Icon, Mark } from '#renderer/ui/icons.tsx';

/** Whether there is somewhere to go: Chromium's navigation object knows, the history object does not. */
function useHistory(): { canGoBack: boolean; canGoForward: boolean } {
  useLocation();
  return { canGoBack: window.navigation.canGoBack, canGoForward: window.navigation.canGoForward };
}

export const TopBar = observer(function TopBar() {
  const { commands } = useStores();
  const history = useHistory();
  const chord = commands.keysOf('palette.open')[0];
  return (
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
      <button
        type="button"
        className="command-field"
        aria-haspopup="dialog"
        aria-label="Search or run a command"
        onClick={() => commands.run('palette.open')}
      >
        <Icon name="search" />
        <span className="grow ell">Search or run a command</span>
        {chord === undefined ? null : <kbd>{chordKeys(chord, commands.isMac).join(' ')}</kbd>}
      </button>
      <RunningJob />
      <PhoneLive />
      <RoleChip />
    </header>
  );
});
