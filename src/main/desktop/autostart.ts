import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron/main';
import type { Settings } from '#shared/contract/settings.ts';
import type { SettingsStore } from '#main/settings/settings-port.ts';
import { autostartEntry, HIDDEN } from '#main/desktop/autostart-entry.ts';

/** Has the system start the program at sign-in, or no longer, as the settings say. */
export function followAutostart(settings: SettingsStore): void {
  let before = wishOf(settings.get());
  // Where it was switched on the entry is made good: the program may have moved. Where it is off nothing is touched, for
  // a program with other settings (a test, a second home) may have made it.
  if (before.isOn) apply(before);
  settings.onChange((value) => {
    const wish = wishOf(value);
    if (wish.isOn === before.isOn && wish.isHidden === before.isHidden) return;
    if (wish.isOn || before.isOn) apply(wish);
    before = wish;
  });
}

interface Wish {
  readonly isOn: boolean;
  readonly isHidden: boolean;
}

const wishOf = ({ startWithSystem, startHidden }: Settings): Wish => ({
  isOn: startWithSystem,
  isHidden: startHidden,
});

function apply(wish: Wish): void {
  try {
    if (process.platform === 'linux') applyToFile(wish);
    else app.setLoginItemSettings({ openAtLogin: wish.isOn, args: wish.isHidden ? [HIDDEN] : [] });
  } catch (thrown) {
    const message = wish.isOn
      ? "Quayside couldn't be set to start with the system."
      : 'Quayside still starts with the system.';
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    void dialog.showMessageBox({ type: 'error', message, detail, buttons: ['Close'] });
  }
}

function applyToFile({ isOn, isHidden }: Wish): void {
  const folder = join(app.getPath('appData'), 'autostart');
  const file = join(folder, 'quayside.desktop');
  if (!isOn) return rmSync(file, { force: true });
  const entry = autostartEntry([...ownCommand(), ...(isHidden ? [HIDDEN] : [])]);
  if (contentOf(file) === entry) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, entry);
}

function ownCommand(): [string, ...string[]] {
  const appImage = process.env['APPIMAGE'];
  if (appImage) return [appImage]; // the binary itself is in a mount that is gone by then
  return app.isPackaged ? [process.execPath] : [process.execPath, app.getAppPath()];
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
