import { app, type BrowserWindow, nativeTheme } from 'electron/main';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';
import { followAutostart } from '#main/desktop/autostart.ts';
import { closeToTray } from '#main/desktop/close-to-tray.ts';
import { settingsFile } from '#main/desktop/json-file.ts';
import { applyZoom } from '#main/desktop/main-window.ts';
import { alertNotice, type SystemNotice, systemNotices } from '#main/desktop/notifications.ts';
import { AppUpdates } from '#main/desktop/updates.ts';
import type { OpenDoor, WindowDoor } from '#main/desktop/window-door.ts';

export interface DesktopCoreOptions {
  readonly home: string;
  readonly resources: string;
  readonly openDoor: OpenDoor;
  /** Shows the window, at an address or as it is. */
  readonly show: (address: string | undefined) => void;
  readonly isHidden: () => boolean;
}

/**
 * The store of the settings has a listener for these signals that ends the program at once. Loaded before Chromium it was
 * overruled by Chromium's own; now it comes after it, and without this nothing was flushed and no container's program ended.
 */
function endBySignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => app.quit());
  }
}

/** Everything of the desktop app that the window's first picture can do without. */
export class DesktopCore {
  readonly settings: SettingsKeeper;
  readonly door: Promise<WindowDoor>;

  constructor(options: DesktopCoreOptions) {
    this.settings = new SettingsKeeper(settingsFile(options.home));
    const followTheme = (): void => {
      nativeTheme.themeSource = this.settings.get().theme;
    };
    followTheme();
    this.settings.onChange(followTheme);
    followAutostart(this.settings);
    endBySignals();
    this.door = this.#open(options);
  }

  /** Has a window follow the settings until it is closed. */
  adopt(window: BrowserWindow): void {
    if (window.isDestroyed()) return;
    const zooming = this.settings.onChange(({ zoom }) => applyZoom(window, zoom));
    window.once('closed', () => zooming.dispose());
    closeToTray(window, this.settings);
  }

  async #open({ home, resources, openDoor, show, isHidden }: DesktopCoreOptions): Promise<WindowDoor> {
    const { settings } = this;
    const updates = new AppUpdates(settings);
    app.once('will-quit', () => updates.dispose());
    const tell = systemNotices(show);
    const door = await openDoor({ home, settings, updates, notify: (notice) => tell(alertNotice(notice)) });
    // Read after the core, and not waited for: the window needs none of it.
    const openRest = async (told: (notice: SystemNotice) => void): Promise<void> => {
      const { openBackground } = await import('#main/desktop/background.ts');
      const rest = openBackground({ door, settings, resources, show, isHidden, tell: told });
      app.once('will-quit', () => rest.dispose());
    };
    void openRest(tell);
    return door;
  }
}
