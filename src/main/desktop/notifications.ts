import { Notification } from 'electron/main';
import type { AlertNotice } from '#shared/contract/alerts.ts';
import { noticeAddress } from '#shared/format/alert-words.ts';

/** Shown at once at most; systems keep more of them in a list of their own. */
const MOST = 20;

/** Shows notices of alert rules by the system's own notification; a click leads to what it is about. */
export function systemNotices(show: (address: string) => void): (notice: AlertNotice) => void {
  // One that nobody holds is collected, and its click with it.
  const held = new Set<Notification>();
  return (notice) => {
    if (!Notification.isSupported()) return;
    const shown = new Notification({ title: notice.ruleName, body: bodyOf(notice) });
    held.add(shown);
    for (const oldest of held) {
      if (held.size <= MOST) break;
      held.delete(oldest);
    }
    const drop = (): void => void held.delete(shown);
    shown.on('click', () => {
      drop();
      show(noticeAddress(notice));
    });
    shown.on('close', drop).on('failed', drop);
    shown.show();
  };
}

/** A notification lies on a screen that others may see: a line is cut short. */
const LINE = 160;

const bodyOf = ({ title, quote }: AlertNotice): string =>
  quote === null ? title : `${title}\n${quote.length > LINE ? `${quote.slice(0, LINE)}…` : quote}`;
