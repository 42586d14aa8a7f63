import type { Locator, Page } from '@playwright/test';

/** Where somebody from the network comes in. */
export class SignInPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get code(): Locator {
    return this.#page.getByRole('textbox', { name: 'Code' });
  }

  get deviceName(): Locator {
    return this.#page.getByRole('textbox', { name: 'Name of this device' });
  }

  get pair(): Locator {
    return this.#page.getByRole('button', { name: 'Pair this device' });
  }

  get signIn(): Locator {
    return this.#page.getByRole('button', { name: 'Sign in' });
  }

  async byPassword(name: string, password: string): Promise<void> {
    await this.#page.getByRole('radio', { name: 'Name and password' }).click();
    await this.#page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await this.#page.getByLabel('Password').fill(password);
    await this.signIn.click();
  }
}
