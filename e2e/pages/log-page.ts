import type { Locator, Page } from '@playwright/test';

/** A log pane and its tools, on whatever screen it is. */
export class LogPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get log(): Locator {
    return this.page.getByRole('log');
  }

  /** The visible rows, as a screen reader gets them. */
  get rows(): Locator {
    return this.log.getByRole('listitem');
  }

  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text });
  }

  get tools(): Locator {
    return this.page.getByRole('toolbar', { name: 'Log tools' });
  }

  get find(): Locator {
    return this.page.getByRole('searchbox', { name: 'Find in the log' });
  }

  async more(act: string): Promise<void> {
    await this.tools.getByRole('button', { name: 'More of this log' }).click();
    const item = this.page
      .getByRole('menuitem', { name: act })
      .or(this.page.getByRole('menuitemcheckbox', { name: act }));
    await item.first().click();
    await this.page.keyboard.press('Escape');
  }

  /** What can be done with one line, by the right button. */
  async lineAct(text: string | RegExp, act: string): Promise<void> {
    await this.row(text).click({ button: 'right', force: true });
    await this.page.getByRole('menuitem', { name: act }).click();
  }

  get exportDialog(): Locator {
    return this.page.getByRole('dialog', { name: /^Export the log of / });
  }

  /** Opens the dialog and chooses; what then comes of it is the test's. */
  async export(lines: 'Shown' | 'Held' | 'All', file: '.log' | '.jsonl'): Promise<void> {
    await this.tools.getByRole('button', { name: 'More of this log' }).click();
    await this.page.getByRole('menuitem', { name: 'Export…' }).click();
    await this.exportDialog.getByRole('radio', { name: lines }).click();
    await this.exportDialog.getByRole('radio', { name: file, exact: true }).click();
  }

  get exportNow(): Locator {
    return this.exportDialog.getByRole('button', { name: 'Export', exact: true });
  }

  /** The texts of all visible rows. */
  texts(): Promise<string[]> {
    return this.rows.filter({ visible: true }).allInnerTexts();
  }
}
