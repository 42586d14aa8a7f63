// The desktop start. No top-level await: Electron holds back `ready` until this module is loaded.
import { APP_ORIGIN } from '#main/desktop/app-protocol.ts';
import { askOwner } from '#main/desktop/ask-owner.ts';
import { runDesktop } from '#main/desktop/desktop.ts';
import { askWhereToSave, askWhichFile, askWhichFolder, openFolder } from '#main/desktop/file-dialogs.ts';
import { keyring } from '#main/desktop/keyring.ts';

runDesktop({
  // The core is loaded only when the page is on its way: the window is on screen before Docker is asked anything.
  openDoor: async ({ home, settings, updates, notify }) => {
    const { openDoor } = await import('#main/doors/ipc/open-door.ts');
    const dev = process.env['ELECTRON_RENDERER_URL'];
    const origins = dev ? [APP_ORIGIN, new URL(dev).origin] : [APP_ORIGIN];
    const dialogs = { ask: askOwner, askWhereToSave, askWhichFile, askWhichFolder, openFolder };
    return openDoor({ home, settings, updates, notify, origins, seal: keyring(), ...dialogs });
  },
});
