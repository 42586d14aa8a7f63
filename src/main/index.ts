// The desktop start. No top-level await: Electron holds back `ready` until this module is loaded.
import { APP_ORIGIN } from '#main/desktop/app-protocol.ts';
import { runDesktop } from '#main/desktop/desktop.ts';

runDesktop({
  // The core is loaded only when the page is on its way: the window is on screen before Docker is asked anything. Nothing
  // is imported above that the window does without: each ms before `ready` is one before the window.
  openDoor: async ({ home, settings, updates, notify }) => {
    const [{ openDoor }, { askOwner }, files, { keyring }] = await Promise.all([
      import('#main/doors/ipc/open-door.ts'),
      import('#main/desktop/ask-owner.ts'),
      import('#main/desktop/file-dialogs.ts'),
      import('#main/desktop/keyring.ts'),
    ]);
    const dev = process.env['ELECTRON_RENDERER_URL'];
    const origins = dev ? [APP_ORIGIN, new URL(dev).origin] : [APP_ORIGIN];
    const { askWhereToSave, askWhichFile, askWhichFolder, openFolder } = files;
    const dialogs = { ask: askOwner, askWhereToSave, askWhichFile, askWhichFolder, openFolder };
    return openDoor({ home, settings, updates, notify, origins, seal: keyring(), ...dialogs });
  },
});
