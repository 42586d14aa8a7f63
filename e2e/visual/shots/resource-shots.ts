import { click, takeFromMenu, press, pressInList, ROW, SIZES, type Shot } from './shot.ts';

/** The gallery's shop_default. */
const NETWORK = `/network/${'17c07d1b55e'.padEnd(64, '4')}`;

export const RESOURCE_SHOTS: readonly Shot[] = [
  { name: 'images', address: '/images', sizes: SIZES, ready: ROW },
  { name: 'volumes', address: '/volumes', sizes: SIZES, ready: ROW, act: click('Measure sizes') },
  { name: 'networks', address: '/networks', sizes: SIZES, ready: ROW },
  { name: 'images-pull', address: '/images', ready: ROW, act: click('Pull') },
  {
    name: 'images-build',
    address: '/images',
    ready: ROW,
    act: takeFromMenu('More for images', 'Build from a folder…', 'Choose…'),
  },
  {
    name: 'images-prune',
    address: '/images',
    ready: ROW,
    act: takeFromMenu('More for images', 'Remove unused…', 'All unused'),
  },
  { name: 'images-remove', address: '/images', ready: ROW, act: pressInList('j', 'Delete') },
  { name: 'images-selected', address: '/images', ready: ROW, act: pressInList('j', 'x', 'j', 'x') },
  { name: 'images-empty', address: '/images', query: { empty: '' } },
  { name: 'image-layers', address: `/image/${'00029c1e07b3d54f2a'.padEnd(64, '7')}/layers`, ready: '.layers' },
  { name: 'volumes-create', address: '/volumes', ready: ROW, act: click('Create') },
  { name: 'volumes-remove', address: '/volumes', ready: ROW, act: pressInList('j', 'Delete') },
  {
    name: 'volumes-prune',
    address: '/volumes',
    ready: ROW,
    act: async (page) => {
      await takeFromMenu('More for volumes', 'Remove unused…')(page);
      await page.getByRole('checkbox', { name: 'shop_uploads-2024' }).click();
    },
  },
  { name: 'volume-files', address: '/volume/shop_data/files', ready: '.files [role="treeitem"], .files [role="row"]' },
  {
    name: 'volume-restore',
    address: '/volume/shop_uploads-2024/details',
    ready: '.facts',
    act: takeFromMenu('More actions', 'Restore from a file…', 'Replace'),
  },
  {
    name: 'volume-clone',
    address: '/volume/shop_data/details',
    ready: '.facts',
    act: takeFromMenu('More actions', 'Clone…'),
  },
  { name: 'volumes-empty', address: '/volumes', query: { empty: '' } },
  { name: 'volume-used', address: '/volume/shop_data/used', ready: '.container-links' },
  { name: 'volume-details', address: '/volume/shop_data/details', ready: '.facts' },
  { name: 'networks-create', address: '/networks', ready: ROW, act: click('Create') },
  {
    name: 'networks-prune',
    address: '/networks',
    ready: ROW,
    act: takeFromMenu('More for networks', 'Remove unused…'),
  },
  { name: 'networks-remove', address: '/networks', ready: ROW, act: pressInList('j', 'j', 'j', 'Delete') },
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
];
