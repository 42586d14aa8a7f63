import { shell } from 'electron/common';
import { app, type Session, type WebContents } from 'electron/main';
import { APP_ORIGIN } from '#main/desktop/app-protocol.ts';

/** Rules for every page there will ever be, so that no window can be forgotten. */
export function guardAllPages(): void {
  app.on('web-contents-created', (_event, contents) => guard(contents));
}

/** A published port of a container, as the list links to it: the only address that is handed to the browser. */
const PUBLISHED_PORT = /^http:\/\/localhost:[0-9]{1,5}\/$/;

function guard(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; readonly url: string }): void => {
    // A reload counts as a navigation too.
    if (event.url !== contents.getURL()) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (PUBLISHED_PORT.test(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** Nothing is granted: no camera, place, notification, device or file. */
export function guardSession(session: Session): void {
  // Copying text is asked for as a permission as well; it is the one that the app itself needs.
  const isCopy = (permission: string, origin: string): boolean =>
    permission === 'clipboard-sanitized-write' && (origin === APP_ORIGIN || origin === `${APP_ORIGIN}/`);
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const origin = URL.canParse(details.requestingUrl) ? details.requestingUrl : '';
    answer(origin.startsWith(`${APP_ORIGIN}/`) && isCopy(permission, APP_ORIGIN));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => isCopy(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}
