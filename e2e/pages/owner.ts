import type { ElectronApplication } from '@playwright/test';

/**
 * Answers the main process's own questions, which no page and no Playwright can click. Gives what was asked so far; each
 * call sets the answer anew.
 */
export async function ownerSays(app: ElectronApplication, isYes: boolean): Promise<void> {
  await app.evaluate(
    ({ dialog }, response) => {
      const asked = (globalThis as { asked?: string[] }).asked ?? [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = (...args: unknown[]) => {
        asked.push((args.at(-1) as Electron.MessageBoxOptions).message);
        return Promise.resolve({ response, checkboxChecked: false });
      };
    },
    isYes ? 0 : 1,
  );
}

export const askedOfOwner = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(() => (globalThis as { asked?: string[] }).asked ?? []);
