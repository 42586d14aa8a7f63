// The desktop start. No top-level await: Electron holds back `ready` until this module is loaded.
import { runDesktop } from '#main/desktop/desktop.ts';

runDesktop({
  // The seam to the core. It is loaded only when the page is on its way, for the window is to be on
  // screen before Docker is asked anything: `await import('#main/compose.ts')` belongs in here.
  openDoor: () => Promise.resolve({ attach: () => undefined, dispose: () => undefined }),
});
