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
  /** A selector of what must be there first; the page's heading when left out. */
  readonly ready?: string;
  /** What a person does then. */
  readonly act?: (page: Page) => Promise<void>;
}

/** The gallery's shop-api-1. */
const API = `/container/${'014f2a9c1e07b3d5'.repeat(4)}`;
const DB = `/container/${'034f2a9c1e07b3d5'.repeat(4)}`;
const LOKI = `/container/${'084f2a9c1e07b3d5'.repeat(4)}`;
/** The gallery's shop_default. */
const NETWORK = `/network/${'17c07d1b55e'.padEnd(64, '4')}`;
const row = '[role="treegrid"] [role="row"]';
/** A container with its figures, which are asked for when the list has settled. */
const figures = `${row}:has-text("shop-api-1"):has-text("%")`;
const LOG = '[role="log"] [role="listitem"]';
const press =
  (...keys: string[]) =>
  async (page: Page): Promise<void> => {
    for (const key of keys)
      await (key.startsWith('type:') ? page.keyboard.type(key.slice(5)) : page.keyboard.press(key));
  };
const pressInList =
  (...keys: string[]) =>
  async (page: Page): Promise<void> => {
    await page.locator('[role="treegrid"]').focus();
    await press(...keys)(page);
  };

/** The tool bar's dots, then "Export…", which is the last entry. */
const openExport =
  (...after: string[]) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'More of this log' }).click();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    await page.getByRole('dialog').waitFor();
    for (const name of after) await page.getByRole('dialog').getByText(name, { exact: true }).click();
    await page.locator('.dialog:not([data-starting-style])').waitFor();
  };

const click =
  (...names: string[]) =>
  async (page: Page): Promise<void> => {
    for (const name of names) await page.getByRole('button', { name, exact: true }).click();
  };
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
  await page.locator(row).filter({ hasText: 'shop-api-1' }).getByRole('gridcell').first().click({ button: 'right' });
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
const makeCode = async (page: Page): Promise<void> => {
  await click('Make a code')(page);
  await page.locator('.qr').waitFor();
};

/** The folder "app" and the program in it. */
const openFile = async (page: Page): Promise<void> => {
  await page.locator('.files-row', { hasText: 'app' }).first().click();
  await page.locator('.files-row', { hasText: 'server.js' }).click();
  await page.locator('.files-content').waitFor();
};
const showChanged = (page: Page): Promise<void> => page.getByRole('radio', { name: /^Changed/ }).click();

const SCREENS: readonly Shot[] = [
  {
    name: 'host-review-cache',
    address: '/host',
    ready: '[aria-label="Docker data"] tbody tr',
    act: click('Review cache'),
  },
  { name: 'ports', address: '/host/ports', ready: '.ports tbody tr' },
  {
    name: 'container-files',
    address: `${API}/files`,
    ready: '.files-body .files-row',
    act: openFile,
  },
  { name: 'container-files-changed', address: `${API}/files`, ready: '.files-body .files-row', act: showChanged },
  { name: 'overview', address: '/overview', ready: '.busy' },
  { name: 'containers', address: '/containers', ready: figures },
  { name: 'detail-logs', address: `${API}/logs`, ready: LOG },
  { name: 'detail-stats', address: `${API}/stats`, ready: '.uplot canvas' },
  { name: 'logs', address: '/logs' },
  { name: 'images', address: '/images', ready: row },
  { name: 'volumes', address: '/volumes', ready: row, act: click('Measure sizes') },
  { name: 'stacks', address: '/stacks', ready: row },
  { name: 'networks', address: '/networks', ready: row },
  { name: 'host', address: '/host', ready: '.uplot canvas' },
  { name: 'remote', address: '/remote', query: { access: 'on' }, ready: '.devices-table', act: makeCode },
  { name: 'app-log', address: '/app-log', ready: LOG },
  { name: 'settings', address: '/settings' },
];

const pageMenu =
  (more: string, ...acts: string[]) =>
  async (page: Page): Promise<void> => {
    await click(more)(page);
    await page.getByRole('menuitem', { name: acts[0] ?? '' }).click();
    await page.locator('.dialog:not([data-starting-style])').waitFor();
    for (const name of acts.slice(1)) await page.locator('.dialog').getByText(name, { exact: true }).click();
  };

const SHOP = '/stack/shop';
const EDITOR = '.cm-content';
const STACKS: readonly Shot[] = [
  { name: 'stacks-new', address: '/stacks', ready: row, act: click('New stack') },
  { name: 'stacks-remove', address: '/stacks', ready: row, act: pressInList('j', 'Delete') },
  { name: 'stacks-selected', address: '/stacks', ready: row, act: pressInList('j', 'x', 'j', 'x') },
  { name: 'stacks-empty', address: '/stacks', query: { empty: '' } },
  { name: 'stacks-600', address: '/stacks', width: 600, ready: row },
  { name: 'stack-services', address: `${SHOP}/services`, ready: '.services-table' },
  { name: 'stack-services-600', address: `${SHOP}/services`, width: 600, ready: '.services-table' },
  { name: 'stack-found', address: '/stack/observability/target' },
  { name: 'stack-target', address: `${SHOP}/target`, ready: EDITOR },
  { name: 'stack-drafted', address: `${SHOP}/target`, query: { drafted: '' }, ready: EDITOR },
  { name: 'stack-problems', address: `${SHOP}/target`, query: { problems: '' }, ready: EDITOR },
  { name: 'stack-target-600', address: `${SHOP}/target`, query: { problems: '' }, width: 600, ready: EDITOR },
  { name: 'stack-plan', address: `${SHOP}/plan`, ready: '.plan-part' },
  { name: 'stack-plan-with', address: `${SHOP}/plan`, query: { plugin: '' }, ready: '.plan-with' },
  { name: 'stack-plan-600', address: `${SHOP}/plan`, width: 600, ready: '.plan-part' },
  { name: 'stack-applying', address: `${SHOP}/plan`, query: { applying: '' }, ready: '.deploy-services' },
  { name: 'stack-history', address: `${SHOP}/history?entry=3`, ready: '.cm-changedLine' },
  { name: 'stack-history-600', address: `${SHOP}/history?entry=3`, width: 600, ready: EDITOR },
];

const STATES: readonly Shot[] = [
  ...STACKS,
  { name: 'images-pull', address: '/images', ready: row, act: click('Pull') },
  {
    name: 'images-build',
    address: '/images',
    ready: row,
    act: pageMenu('More for images', 'Build from a folder…', 'Choose…'),
  },
  {
    name: 'images-prune',
    address: '/images',
    ready: row,
    act: pageMenu('More for images', 'Remove unused…', 'All unused'),
  },
  { name: 'images-remove', address: '/images', ready: row, act: pressInList('j', 'Delete') },
  { name: 'images-selected', address: '/images', ready: row, act: pressInList('j', 'x', 'j', 'x') },
  { name: 'images-empty', address: '/images', query: { empty: '' } },
  { name: 'image-layers', address: `/image/${'00029c1e07b3d54f2a'.padEnd(64, '7')}/layers`, ready: '.layers' },
  { name: 'volumes-create', address: '/volumes', ready: row, act: click('Create') },
  { name: 'volumes-remove', address: '/volumes', ready: row, act: pressInList('j', 'Delete') },
  {
    name: 'volumes-prune',
    address: '/volumes',
    ready: row,
    act: async (page) => {
      await pageMenu('More for volumes', 'Remove unused…')(page);
      await page.getByRole('checkbox', { name: 'shop_uploads-2024' }).click();
    },
  },
  { name: 'volume-files', address: '/volume/shop_data/files', ready: '.files [role="treeitem"], .files [role="row"]' },
  {
    name: 'volume-restore',
    address: '/volume/shop_uploads-2024/details',
    ready: '.facts',
    act: pageMenu('More actions', 'Restore from a file…', 'Replace'),
  },
  {
    name: 'volume-clone',
    address: '/volume/shop_data/details',
    ready: '.facts',
    act: pageMenu('More actions', 'Clone…'),
  },
  { name: 'volumes-empty', address: '/volumes', query: { empty: '' } },
  { name: 'volume-used', address: '/volume/shop_data/used', ready: '.container-links' },
  { name: 'volume-details', address: '/volume/shop_data/details', ready: '.facts' },
  { name: 'networks-create', address: '/networks', ready: row, act: click('Create') },
  { name: 'networks-prune', address: '/networks', ready: row, act: pageMenu('More for networks', 'Remove unused…') },
  { name: 'networks-remove', address: '/networks', ready: row, act: pressInList('j', 'j', 'j', 'Delete') },
  {
    name: 'networks-map',
    address: '/networks/map',
    ready: '.netmap-lines',
    act: async (page) => {
      await page.getByRole('listbox').focus();
      await press('ArrowDown', 'ArrowDown')(page);
    },
  },
  { name: 'network-members', address: `${NETWORK}/members`, ready: '.members' },
  { name: 'network-details', address: `${NETWORK}/details`, ready: '.facts' },
  { name: 'network-connect', address: `${NETWORK}/members`, ready: '.members', act: click('Connect') },
  { name: 'overview-empty', address: '/overview', query: { empty: '' } },
  {
    name: 'containers-selected',
    address: '/containers',
    ready: figures,
    act: pressInList('j', 'j', 'x', 'j', 'x', 'j', 'x'),
  },
  { name: 'containers-menu', address: '/containers', ready: figures, act: pressInList('j', 'j', 'Shift+F10') },
  { name: 'containers-run', address: '/containers', ready: figures, act: openRun },
  { name: 'containers-run-narrow', address: '/containers', ready: figures, width: 600, act: openRun },
  { name: 'containers-edit', address: '/containers', ready: figures, act: openEdit },
  { name: 'containers-edit-review', address: '/containers', ready: figures, act: reviewEdit },
  {
    name: 'containers-remove',
    address: '/containers',
    ready: figures,
    act: pressInList('Control+a', 'Delete'),
  },
  {
    name: 'containers-removed',
    address: '/containers',
    ready: figures,
    act: pageMenu('More for containers', 'Removed…'),
  },
  {
    name: 'containers-prune',
    address: '/containers',
    ready: figures,
    act: pageMenu('More for containers', 'Remove stopped…'),
  },
  { name: 'containers-empty', address: '/containers', query: { empty: '' } },
  { name: 'containers-no-match', address: '/containers', ready: figures, act: press('/', 'type:redsi') },
  { name: 'containers-last-known', address: '/containers', query: { engine: 'down', known: '' }, ready: figures },
  { name: 'containers-simulated', address: '/containers', query: { simulated: '' }, ready: figures },
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
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Statement for PostgreSQL' }).fill('select * from orders');
      await press('Control+Enter')(page);
    },
  },
  {
    name: 'detail-query-failed',
    address: `${DB}/query`,
    ready: '.query-editor textarea',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Statement for PostgreSQL' }).fill('select\n  nope from orders');
      await press('Control+Enter')(page);
    },
  },
  {
    name: 'detail-query-write',
    address: `${DB}/query`,
    ready: '.query-editor textarea',
    act: async (page) => {
      await page.getByRole('switch', { name: 'Allow one write' }).click();
      await page.getByRole('textbox', { name: 'Statement for PostgreSQL' }).fill("update orders set status = 'sent'");
      await press('Control+Enter')(page);
    },
  },
  { name: 'detail-query-history', address: `${DB}/query`, ready: '.query-editor textarea', act: click('History') },
  { name: 'detail-inspect', address: `${API}/inspect`, ready: '[role="tabpanel"] dl' },
  { name: 'settings-shortcuts', address: '/settings?section=shortcuts', ready: '.shortcut' },
  { name: 'settings-kept-logs', address: '/settings?find=kept', ready: '[aria-label="Kept services"] li' },
  { name: 'settings-no-match', address: '/settings?find=xyzzy' },
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
  {
    name: 'detail-terminal-find',
    address: `${API}/terminal`,
    ready: '.xterm-screen',
    act: press('type:echo one two one', 'Enter', 'Control+Shift+f', 'type:one'),
  },
  { name: 'palette', address: '/containers', ready: figures, act: press('Control+k') },
  { name: 'palette-search', address: '/containers', ready: figures, act: press('Control+k', 'type:worker') },
  { name: 'shortcuts', address: '/containers', ready: figures, act: press('?') },
  { name: 'log-odd', address: `${API}/logs`, query: { odd: '' }, ready: LOG },
  { name: 'log-wide', address: `${API}/logs`, query: { odd: 'wide' }, ready: LOG },
  { name: 'export', address: `${API}/logs`, ready: LOG, act: openExport('All') },
  { name: 'export-running', address: `${API}/logs`, ready: LOG, act: openExport('All', 'Export') },
  { name: 'activity', address: '/activity', ready: '.event' },
  { name: 'activity-incident', address: `/activity?incident=${'3'.padStart(16, '0')}`, ready: '.incident-lines' },
  { name: 'activity-empty', address: '/activity', query: { empty: '' } },
  { name: 'detail-why', address: `${LOKI}/logs?why=1`, ready: '.incident-lines' },
  {
    name: 'own-cost',
    address: '/overview',
    ready: '.busy',
    act: async (page) => {
      await page.getByRole('button', { name: /^Quayside 1/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'alerts', address: '/app-log/alerts', ready: '.alert-rules' },
  { name: 'alerts-empty', address: '/app-log/alerts', query: { empty: '' } },
  { name: 'alerts-add', address: '/app-log/alerts', ready: '.alert-rules', act: click('Add rule') },
  {
    name: 'alerts-webhook',
    address: '/app-log/alerts',
    ready: '.alert-rules',
    act: async (page) => {
      await click('Edit Errors of the shop', 'Send a test')(page);
      await page.getByText('It answered with 404.').waitFor();
    },
  },
  { name: 'app-log-full', address: '/app-log', query: { full: '' }, ready: '.banner' },
  { name: 'app-log-empty', address: '/app-log', query: { empty: '' } },
  { name: 'update', address: '/overview', query: { update: '' } },
  { name: 'settings-window', address: '/settings?section=window' },
  { name: 'settings-app-log', address: '/settings?section=app-log' },
  { name: 'host-remote', address: '/host', query: { remote: '' }, ready: '.uplot canvas' },
  { name: 'host-engine-down', address: '/host', query: { engine: 'down' }, ready: '.uplot canvas' },
  { name: 'search', address: '/logs/search?q=checkout', ready: '.hit' },
  { name: 'search-running', address: '/logs/search?q=checkout', query: { searching: '' }, ready: '.hit' },
  { name: 'search-nothing', address: '/logs/search?q=xyzzy&span=900000', query: { nothing: '' }, ready: '.empty' },
  { name: 'search-failed', address: '/logs/search?q=(&pattern=1', ready: '.empty' },
  { name: 'search-kept', address: '/logs/search', ready: '.kept-table' },
  { name: 'search-off', address: '/logs/search', query: { kept: 'off' }, ready: '.empty' },
  { name: 'search-no-longer-kept', address: '/logs/search', query: { kept: 'past' }, ready: '.banner' },
  { name: 'kept-log', address: '/logs/kept/1', ready: LOG },
  { name: 'palette-log-search', address: '/containers', ready: figures, act: press('Control+k', 'type:#order lost') },
  { name: 'engine-down', address: '/containers', query: { engine: 'down' } },
  { name: 'engine-denied', address: '/containers', query: { engine: 'denied' } },
  { name: 'engine-not-installed', address: '/containers', query: { engine: 'none' } },
  { name: 'engine-starting', address: '/containers', query: { engine: 'starting' } },
  { name: 'kit', address: '/', query: { kit: '' } },
  { name: 'kit-confirm', address: '/', query: { kit: 'confirm' }, ready: '[role="alertdialog"]' },
  { name: 'kit-typed', address: '/', query: { kit: 'typed' }, ready: '[role="alertdialog"]' },
];

const sized = (shots: readonly Shot[], width: number, height: number): Shot[] =>
  shots.map((shot) => ({ ...shot, name: `${shot.name}-${width}x${height}`, width, height }));

export const SHOTS: readonly Shot[] = [
  ...SCREENS,
  ...STATES,
  ...sized(SCREENS, 900, 600),
  ...sized(SCREENS, 1920, 1080),
  ...sized(SCREENS, 390, 844),
  ...sized(
    STATES.filter(({ name }) => name.startsWith('alerts')),
    390,
    844,
  ),
];

/** Held against the pictures of the last good state in each `npm test`. */
export const HELD: readonly (readonly [name: string, theme: 'light' | 'dark'])[] = [
  ['overview', 'dark'],
  ['containers', 'light'],
  ['settings', 'light'],
  ['palette-search', 'dark'],
  ['engine-down', 'dark'],
  ['kit', 'light'],
];
