import { app, type BrowserWindow, Notification } from 'electron/main';
import type { SettingsStore } from '#main/settings/settings-port.ts';
import { hasTrayHost } from '#main/desktop/tray-host.ts';

/**
 * Closing hides the window where the tray brings it back. Where no tray is shown, or the setting is off, closing quits: a
 * program that runs on unseen could not be ended.
 */
export function closeToTray(window: BrowserWindow, settings: SettingsStore): void {
  let isQuitting = false;
  const quitting = (): void => {
    isQuitting = true;
  };
  app.once('before-quit', quitting);
  window.once('closed', () => app.off('before-quit', quitting));
  window.on('close', (event) => {
    if (isQuitting || !settings.get().closeToTray) return;
    event.preventDefault();
    // Asked each time: panels come and go.
    void hasTrayHost().then((isShown) => {
      if (isQuitting || window.isDestroyed()) return;
      if (!isShown) return app.quit();
      window.hide();
      tellOnce(settings);
    });
  });
}

/** The first time one line says where the window went; where the system shows no notices, it is said when it does. */
function tellOnce(settings: SettingsStore): void {
  if (settings.get().toldOfTray || !Notification.isSupported()) return;
  new Notification({
    title: 'Quayside is in the tray',
    body: 'It goes on watching there. Quit it from its menu.',
  }).show();
  void settings.set({ toldOfTray: true });
}
