import type { Page } from '@playwright/test';
import { API, click, LOG, press, SIZES, type Shot } from './shot.ts';

const DB = `/container/${'034f2a9c1e07b3d5'.repeat(4)}`;

const LOKI = `/container/${'084f2a9c1e07b3d5'.repeat(4)}`;

/** The folder "app" and the program in it. */
const openFile = async (page: Page): Promise<void> => {
  await page.locator('.files-row', { hasText: 'app' }).first().click();
  await page.locator('.files-row', { hasText: 'server.js' }).click();
  await page.locator('.files-content').waitFor();
};

const showChanged = (page: Page): Promise<void> => page.getByRole('radio', { name: /^Changed/ }).click();

/** Statements of PostgreSQL, run by the key. */
const runStatement = async (page: Page, statement: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Statement for PostgreSQL' }).fill(statement);
  await page.keyboard.press('Control+Enter');
};

export const CONTAINER_SHOTS: readonly Shot[] = [
  {
    name: 'container-files',
    address: `${API}/files`,
    sizes: SIZES,
    ready: '.files-body .files-row',
    act: openFile,
  },
  {
    name: 'container-files-changed',
    address: `${API}/files`,
    sizes: SIZES,
    ready: '.files-body .files-row',
    act: showChanged,
  },
  { name: 'detail-logs', address: `${API}/logs`, sizes: SIZES, ready: LOG },
  { name: 'detail-stats', address: `${API}/stats`, sizes: SIZES, ready: '.uplot canvas' },
  { name: 'detail-failed-logs', address: `${LOKI}/logs` },
  {
    name: 'detail-stats-hour',
    address: `${API}/stats`,
    ready: '.uplot canvas',
    act: (page) => page.getByRole('radio', { name: '1 h' }).click(),
  },
  { name: 'detail-terminal', address: `${API}/terminal`, ready: '.xterm' },
  { name: 'detail-environment', address: `${API}/environment`, ready: '[role="tabpanel"] table' },
  {
    name: 'detail-query',
    address: `${DB}/query`,
    ready: '.query-editor textarea',
    act: (page) => runStatement(page, 'select * from orders'),
  },
  {
    name: 'detail-query-failed',
    address: `${DB}/query`,
    ready: '.query-editor textarea',
    act: (page) => runStatement(page, 'select\n  nope from orders'),
  },
  {
    name: 'detail-query-write',
    address: `${DB}/query`,
    ready: '.query-editor textarea',
    act: async (page) => {
      await page.getByRole('switch', { name: 'Allow one write' }).click();
      await runStatement(page, "update orders set status = 'sent'");
    },
  },
  { name: 'detail-query-history', address: `${DB}/query`, ready: '.query-editor textarea', act: click('History') },
  { name: 'detail-inspect', address: `${API}/inspect`, ready: '[role="tabpanel"] dl' },
  {
    name: 'detail-terminal-find',
    address: `${API}/terminal`,
    ready: '.xterm-screen',
    act: press('type:echo one two one', 'Enter', 'Control+Shift+f', 'type:one'),
  },
  { name: 'detail-why', address: `${LOKI}/logs?why=1`, ready: '.incident-lines' },
];
