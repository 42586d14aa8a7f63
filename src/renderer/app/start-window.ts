import { systemClock } from '#shared/base/clock.ts';
import { Client } from '#shared/client/client.ts';
import { start } from '#renderer/app/start.tsx';
import { onWindowLink } from '#renderer/transport/window-ports.ts';

/** The page in the window. Client and page live as long as each other: a reload makes a new page, and main a new session for it. */
export function startWindow(element: HTMLElement): void {
  const client = new Client({ clock: systemClock });
  onWindowLink((link) => client.attach(link));
  start(client, element, { drafts: localStorage });
}
