import type { ElectronApplication } from '@playwright/test';

/** A row of the menu; `items` where it opens another. */
export interface MenuRow {
  readonly label: string;
  readonly isEnabled: boolean;
  readonly items: readonly MenuRow[];
}

interface Shown {
  menu?: Electron.Menu;
  tooltip?: string;
}

declare global {
  // oxlint-disable-next-line no-var -- what `globalThis` has is declared so
  var shownInTray: Shown | undefined;
}

/** The program's tray, from inside its main process. */
export class TrayPage {
  readonly #app: ElectronApplication;

  private constructor(app: ElectronApplication) {
    this.#app = app;
  }

  /** Right after the start: a Tray does not tell what it was given, so it is noted on the way. */
  static async of(app: ElectronApplication): Promise<TrayPage> {
    const note = ({ Tray }: typeof Electron.CrossProcessExports): void => {
      if (globalThis.shownInTray) return;
      const shown: Shown = (globalThis.shownInTray = {});
      const { setContextMenu, setToolTip } = Tray.prototype;
      Tray.prototype.setContextMenu = function noteMenu(menu) {
        if (menu) shown.menu = menu;
        setContextMenu.call(this, menu);
      };
      Tray.prototype.setToolTip = function noteTooltip(tooltip) {
        shown.tooltip = tooltip;
        setToolTip.call(this, tooltip);
      };
    };
    await app.evaluate(note);
    return new TrayPage(app);
  }

  tooltip(): Promise<string | undefined> {
    return this.#app.evaluate(() => globalThis.shownInTray?.tooltip);
  }

  menu(): Promise<readonly MenuRow[]> {
    const read = (): MenuRow[] => {
      const rowsOf = (menu: Electron.Menu | undefined): MenuRow[] =>
        (menu?.items ?? [])
          .filter(({ type }) => type !== 'separator')
          .map(({ label, enabled, submenu }) => ({ label, isEnabled: enabled, items: rowsOf(submenu) }));
      return rowsOf(globalThis.shownInTray?.menu);
    };
    return this.#app.evaluate(read);
  }

  /** The labels of the menu, or of the one that opens at `path`; the last of it may be the beginning of a label. */
  async labels(...path: string[]): Promise<string[]> {
    let rows = await this.menu();
    for (const name of path) rows = rows.find(({ label }) => label.startsWith(name))?.items ?? [];
    return rows.map(({ label }) => label);
  }

  /** Clicks the row that each part of `path` begins. */
  async click(...path: string[]): Promise<void> {
    const missing = await this.#app.evaluate((_electron, names) => {
      let menu: Electron.Menu | undefined = globalThis.shownInTray?.menu;
      for (const [at, name] of names.entries()) {
        const item: Electron.MenuItem | undefined = menu?.items.find(({ label }) => label.startsWith(name));
        if (!item) return name;
        if (at === names.length - 1) item.click();
        menu = item.submenu;
      }
      return undefined;
    }, path);
    if (missing !== undefined)
      throw new Error(`The tray's menu has no "${missing}": ${(await this.labels()).join(', ')}`);
  }
}
