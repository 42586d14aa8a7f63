import type { Locator, Page } from '@playwright/test';

/** The detail screen of one container. */
export class ContainerPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  tab(name: 'Logs' | 'Stats' | 'Terminal' | 'Files' | 'Query' | 'Environment' | 'Inspect'): Locator {
    return this.page.getByRole('tab', { name });
  }

  get panel(): Locator {
    return this.page.getByRole('tabpanel');
  }

  get log(): Locator {
    return this.page.getByRole('log');
  }

  /** The visible rows of the log, as a screen reader gets them. */
  get logRows(): Locator {
    return this.log.getByRole('listitem');
  }

  get find(): Locator {
    return this.page.getByRole('searchbox', { name: 'Find in the log' });
  }

  /** What the terminal shows, from its accessible tree. */
  get terminalText(): Locator {
    return this.panel.locator('.xterm-accessibility-tree');
  }

  async pick(label: string, choice: string): Promise<void> {
    await this.page.getByRole('combobox', { name: label }).click();
    await this.page.getByRole('option', { name: choice, exact: true }).click();
  }
}
