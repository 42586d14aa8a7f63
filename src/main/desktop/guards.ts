import { shell } from 'electron/common';
import { app, type Session, type WebContents } from 'electron/main';
import { APP_ORIGIN } from '#main/desktop/app-protocol.ts';

/** Rules for every page there will ever be, so that no window can be forgotten. */
export function guardAllPages(): void {
  app.on('web-contents-created', (_event, contents) => guard(contents));
}

/**
 * What is handed to the system's browser: web addresses, as a published port in the list or a link in a log that was
 * clicked with Ctrl or Cmd. Nothing that starts a program or opens a file.
 */
const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);

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
    // Without a browser on the system nothing opens; the page has no use for the reason.
    if (isWebAddress(url)) shell.openExternal(url).catch(() => undefined);
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
  // Only what the page made itself, such as a log that is saved; the system asks where to.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${APP_ORIGIN}/`)) event.preventDefault();
  });
}
