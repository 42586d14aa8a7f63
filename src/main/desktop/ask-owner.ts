import { BrowserWindow, dialog } from 'electron/main';
import type { Question } from '#main/compose.ts';

/**
 * Asks the person at this computer in a window of the main process: a page that was taken over can click its own
 * buttons, but not these.
 */
export async function askOwner({ message, detail, yes }: Question): Promise<boolean> {
  const options = { type: 'warning' as const, message, detail, buttons: [yes, 'Cancel'], defaultId: 1, cancelId: 1 };
  const [window] = BrowserWindow.getAllWindows();
  const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
  return response === 0;
}
