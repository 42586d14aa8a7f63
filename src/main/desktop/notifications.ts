import { Notification } from 'electron/main';
import type { AlertNotice } from '#shared/contract/alerts.ts';
import { noticeAddress } from '#shared/format/alert-words.ts';

/** Shown at once at most; systems keep more of them in a list of their own. */
const MOST = 20;

/** What the system's own notification says; a click leads to `address`. */
export interface SystemNotice {
  readonly title: string;
  readonly body: string;
  readonly address: string;
}

/** Shows notices by the system's own notification, where it has any. */
export function systemNotices(show: (address: string) => void): (notice: SystemNotice) => void {
  // One that nobody holds is collected, and its click with it.
  const held = new Set<Notification>();
  return ({ title, body, address }) => {
    if (!Notification.isSupported()) return;
    const shown = new Notification({ title, body });
    held.add(shown);
    for (const oldest of held) {
      if (held.size <= MOST) break;
      held.delete(oldest);
    }
    const drop = (): void => void held.delete(shown);
    shown.on('click', () => {
      drop();
      show(address);
    });
    shown.on('close', drop).on('failed', drop);
    shown.show();
  };
}

/** A notification lies on a screen that others may see: a line is cut short. */
const LINE = 160;

/** What an alert rule told. */
export function alertNotice(notice: AlertNotice): SystemNotice {
  const { ruleName, title, quote } = notice;
  const body = quote === null ? title : `${title}\n${quote.length > LINE ? `${quote.slice(0, LINE)}…` : quote}`;
  return { title: ruleName, body, address: noticeAddress(notice) };
}
