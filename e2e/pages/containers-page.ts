import type { Locator, Page } from '@playwright/test';

/** The list of containers, as a person meets it: rows by name, acts by verb. */
export class ContainersPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get grid(): Locator {
    return this.#page.getByRole('treegrid', { name: 'Containers' });
  }

  get filter(): Locator {
    return this.#page.getByRole('combobox', { name: 'Filter containers' });
  }

  async show(): Promise<void> {
    await this.#page.getByRole('navigation').getByRole('link', { name: 'Containers' }).click();
  }

  row(name: string): Locator {
    return this.grid.getByRole('row').filter({ has: this.#page.getByRole('link', { name, exact: true }) });
  }

  async act(name: string, verb: 'Start' | 'Stop' | 'Restart'): Promise<void> {
    await this.row(name).getByRole('button', { name: verb, exact: true }).click();
  }

  async open(name: string): Promise<void> {
    await this.row(name).getByRole('link', { name, exact: true }).click();
  }
}
