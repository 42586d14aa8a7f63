import { join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron/main';

/** The system's own dialog for a new file, begun in the downloads folder; it asks itself before a file is replaced. */
export async function askWhereToSave(fileName: string): Promise<string | undefined> {
  const options = { defaultPath: join(app.getPath('downloads'), fileName) };
  const [window] = BrowserWindow.getAllWindows();
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  return canceled || filePath === '' ? undefined : filePath;
}
