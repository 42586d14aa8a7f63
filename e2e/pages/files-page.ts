import type { Locator, Page } from '@playwright/test';

/** The Files tab of a container. */
export class FilesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get tree(): Locator {
    return this.page.getByRole('treegrid', { name: 'Files' });
  }

  /** The row of a file or folder, by its name as it is shown. */
  row(name: string): Locator {
    return this.tree.getByRole('row').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  get path(): Locator {
    return this.page.getByRole('textbox', { name: 'Path' });
  }

  get preview(): Locator {
    return this.page.getByRole('complementary', { name: 'Preview' });
  }

  /** As if chosen in the system's own dialog, which a test cannot click. */
  async upload(as: 'file' | 'archive', name: string, content: Buffer): Promise<void> {
    const mimeType = 'application/octet-stream';
    await this.page.locator(`input[data-upload="${as}"]`).setInputFiles({ name, mimeType, buffer: content });
  }
}
