import type { Page } from '@playwright/test';
import { click, LOG, PHONE, SIZES, type Shot } from './shot.ts';

const makeCode = async (page: Page): Promise<void> => {
  await click('Make a code')(page);
  await page.locator('.qr').waitFor();
};

export const SYSTEM_SHOTS: readonly Shot[] = [
  {
    name: 'host-review-cache',
    address: '/host',
    sizes: SIZES,
    ready: '[aria-label="Docker data"] tbody tr',
    act: click('Review cache'),
  },
  {
    name: 'host-logs',
    address: '/host?show=disk',
    sizes: SIZES,
    ready: '[aria-label="Show container logs"]',
    act: click('Show container logs'),
  },
  { name: 'ports', address: '/host/ports', sizes: SIZES, ready: '.ports tbody tr' },
  { name: 'host', address: '/host', sizes: SIZES, ready: '.uplot canvas' },
  { name: 'remote', address: '/remote', sizes: SIZES, query: { access: 'on' }, ready: '.devices-table', act: makeCode },
  { name: 'app-log', address: '/app-log', sizes: SIZES, ready: LOG },
  { name: 'remote-off', address: '/remote' },
  {
    name: 'remote-add-user',
    address: '/remote',
    query: { access: 'on' },
    ready: '.devices-table',
    act: click('Add user'),
  },
  {
    name: 'remote-token',
    address: '/remote',
    query: { access: 'on' },
    ready: '.devices-table',
    act: async (page) => {
      await click('New token')(page);
      await page.getByRole('dialog').getByLabel('Name').fill('nightly-report');
      await page.keyboard.press('Enter');
      await page.locator('.token-text').waitFor();
    },
  },
  { name: 'activity', address: '/activity', ready: '.event' },
  { name: 'activity-incident', address: `/activity?incident=${'3'.padStart(16, '0')}`, ready: '.incident-lines' },
  { name: 'activity-empty', address: '/activity', query: { empty: '' } },
  { name: 'alerts', address: '/app-log/alerts', sizes: [PHONE], ready: '.alert-rules' },
  { name: 'alerts-empty', address: '/app-log/alerts', sizes: [PHONE], query: { empty: '' } },
  { name: 'alerts-add', address: '/app-log/alerts', sizes: [PHONE], ready: '.alert-rules', act: click('Add rule') },
  {
    name: 'alerts-webhook',
    address: '/app-log/alerts',
    sizes: [PHONE],
    ready: '.alert-rules',
    act: async (page) => {
      await click('Edit Errors of the shop', 'Send a test')(page);
      await page.getByText('It answered with 404.').waitFor();
    },
  },
  { name: 'app-log-full', address: '/app-log', query: { full: '' }, ready: '.banner' },
  { name: 'app-log-empty', address: '/app-log', query: { empty: '' } },
  { name: 'host-remote', address: '/host', query: { remote: '' }, ready: '.uplot canvas' },
  { name: 'host-engine-down', address: '/host', query: { engine: 'down' }, ready: '.uplot canvas' },
];
