import { join } from 'node:path';
import { shell } from 'electron/common';
import { app, BrowserWindow, dialog } from 'electron/main';
import { AppError } from '#shared/protocol/errors.ts';

/** The system's own dialog for a new file, begun in the downloads folder; it asks itself before a file is replaced. */
export async function askWhereToSave(fileName: string): Promise<string | undefined> {
  const options = { defaultPath: join(app.getPath('downloads'), fileName) };
  const [window] = BrowserWindow.getAllWindows();
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  return canceled || filePath === '' ? undefined : filePath;
}

export const askWhichFile = (): Promise<string | undefined> => askWhich('openFile');
export const askWhichFolder = (): Promise<string | undefined> => askWhich('openDirectory');

async function askWhich(what: 'openFile' | 'openDirectory'): Promise<string | undefined> {
  const options = { properties: [what] };
  const [window] = BrowserWindow.getAllWindows();
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return canceled ? undefined : filePaths[0];
}

/** Shows a folder by the system's own file manager. */
export async function openFolder(folder: string): Promise<void> {
  const problem = await shell.openPath(folder);
  if (problem !== '')
    throw new AppError('not_found', `The folder could not be shown: ${problem}`, { hint: `It is ${folder}.` });
}
