import type { Page } from '@playwright/test';

/** A screen in a state, as the gallery shows it. */
export interface Shot {
  readonly name: string;
  /** Of the page: "/containers". */
  readonly address: string;
  readonly query?: Readonly<Record<string, string>>;
  /** CSS pixels; 1280x800 when left out. */
  readonly width?: number;
  readonly height?: number;
  /** Pictured in these sizes too. */
  readonly sizes?: readonly Size[];
  /** A selector of what must be there first; the page's heading when left out. */
  readonly ready?: string;
  /** What a person does then. */
  readonly act?: (page: Page) => Promise<void>;
}

type Size = readonly [width: number, height: number];

export const PHONE: Size = [390, 844];
/** Of the screens themselves: the smallest window, a large one, a phone. */
export const SIZES: readonly Size[] = [[900, 600], [1920, 1080], PHONE];

/** The gallery's shop-api-1. */
export const API = `/container/${'014f2a9c1e07b3d5'.repeat(4)}`;
export const ROW = '[role="treegrid"] [role="row"]';
/** A container with its figures, which are asked for when the list has settled. */
export const FIGURES = `${ROW}:has-text("shop-api-1"):has-text("%")`;
export const LOG = '[role="log"] [role="listitem"]';

type Step = (page: Page) => Promise<void>;

/** Keys one after the other; `type:` before a text that is written. */
export const press =
  (...keys: string[]): Step =>
  async (page) => {
    for (const key of keys)
      await (key.startsWith('type:') ? page.keyboard.type(key.slice(5)) : page.keyboard.press(key));
  };

export const pressInList =
  (...keys: string[]): Step =>
  async (page) => {
    await page.locator('[role="treegrid"]').focus();
    await press(...keys)(page);
  };

/** Buttons by their names. */
export const click =
  (...names: string[]): Step =>
  async (page) => {
    for (const name of names) await page.getByRole('button', { name, exact: true }).click();
  };

/** Opens a menu, takes its act, and then what is named in the dialog that opens. */
export const takeFromMenu =
  (menu: string, act: string, ...inDialog: string[]): Step =>
  async (page) => {
    await click(menu)(page);
    await page.getByRole('menuitem', { name: act }).click();
    await page.locator('.dialog:not([data-starting-style])').waitFor();
    for (const name of inDialog) await page.locator('.dialog').getByText(name, { exact: true }).click();
  };
