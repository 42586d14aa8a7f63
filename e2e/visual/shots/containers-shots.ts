import type { Page } from '@playwright/test';
import { FIGURES, takeFromMenu, press, pressInList, ROW, SIZES, type Shot } from './shot.ts';

const openRun = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Image' }).fill('nginx:1.27');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('shop-api-1');
  await dialog.locator('summary').filter({ hasText: 'Ports' }).click();
  await dialog.getByRole('button', { name: 'Add a port' }).click();
  await dialog.getByRole('textbox', { name: 'Port 1 of this machine' }).fill('8080');
  await dialog.getByRole('textbox', { name: 'Port 1 of the container' }).fill('80');
};

const openEdit = async (page: Page): Promise<void> => {
  await page.locator(ROW).filter({ hasText: 'shop-api-1' }).getByRole('gridcell').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const dialog = page.getByRole('dialog');
  for (const part of ['Environment', 'Storage', 'Limits'])
    await dialog.locator('summary').filter({ hasText: part }).click();
};

const reviewEdit = async (page: Page): Promise<void> => {
  await openEdit(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Memory' }).fill('1g');
  await dialog.getByRole('textbox', { name: 'Command' }).fill('node server.js');
  await dialog.getByRole('button', { name: 'Review changes' }).click();
  await dialog.getByRole('table').waitFor();
};

export const CONTAINERS_SHOTS: readonly Shot[] = [
  { name: 'containers', address: '/containers', sizes: SIZES, ready: FIGURES },
  {
    name: 'containers-selected',
    address: '/containers',
    ready: FIGURES,
    act: pressInList('j', 'j', 'x', 'j', 'x', 'j', 'x'),
  },
  { name: 'containers-menu', address: '/containers', ready: FIGURES, act: pressInList('j', 'j', 'Shift+F10') },
  { name: 'containers-run', address: '/containers', ready: FIGURES, act: openRun },
  { name: 'containers-run-narrow', address: '/containers', ready: FIGURES, width: 600, act: openRun },
  { name: 'containers-edit', address: '/containers', ready: FIGURES, act: openEdit },
  { name: 'containers-edit-review', address: '/containers', ready: FIGURES, act: reviewEdit },
  {
    name: 'containers-remove',
    address: '/containers',
    ready: FIGURES,
    act: pressInList('Control+a', 'Delete'),
  },
  {
    name: 'containers-removed',
    address: '/containers',
    ready: FIGURES,
    act: takeFromMenu('More for containers', 'Removed…'),
  },
  {
    name: 'containers-prune',
    address: '/containers',
    ready: FIGURES,
    act: takeFromMenu('More for containers', 'Remove stopped…'),
  },
  { name: 'containers-empty', address: '/containers', query: { empty: '' } },
  { name: 'containers-no-match', address: '/containers', ready: FIGURES, act: press('/', 'type:redsi') },
  { name: 'containers-last-known', address: '/containers', query: { engine: 'down', known: '' }, ready: FIGURES },
  { name: 'containers-simulated', address: '/containers', query: { simulated: '' }, ready: FIGURES },
];
