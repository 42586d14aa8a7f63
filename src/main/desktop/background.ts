import { systemClock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import { Client } from '#shared/client/client.ts';
import { tellOfJobs } from '#main/desktop/job-notices.ts';
import type { SystemNotice } from '#main/desktop/notifications.ts';
import { openTray, type TrayParts } from '#main/desktop/tray.ts';

export interface BackgroundParts extends Omit<TrayParts, 'client'> {
  /** Nobody looks at the window. */
  readonly isHidden: () => boolean;
  readonly tell: (notice: SystemNotice) => void;
}

/** What goes on without the window, over a link of its own to the core. */
export function openBackground({ isHidden, tell, ...parts }: BackgroundParts): Disposable {
  const store = new DisposableStore();
  const client = store.add(new Client({ clock: systemClock }));
  client.attach(parts.door.openLink());
  store.add(openTray({ ...parts, client }));
  store.add(tellOfJobs({ client, isHidden, show: tell }));
  return store;
}
