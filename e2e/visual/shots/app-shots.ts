import { FIGURES, press, SIZES, type Shot } from './shot.ts';

export const APP_SHOTS: readonly Shot[] = [
  { name: 'overview', address: '/overview', sizes: SIZES, ready: '.busy' },
  { name: 'settings', address: '/settings', sizes: SIZES },
  { name: 'overview-empty', address: '/overview', query: { empty: '' } },
  { name: 'settings-shortcuts', address: '/settings?section=shortcuts', ready: '.shortcut' },
  { name: 'settings-kept-logs', address: '/settings?find=kept', ready: '[aria-label="Kept services"] li' },
  { name: 'settings-no-match', address: '/settings?find=xyzzy' },
  { name: 'palette', address: '/containers', ready: FIGURES, act: press('Control+k') },
  { name: 'palette-search', address: '/containers', ready: FIGURES, act: press('Control+k', 'type:worker') },
  { name: 'shortcuts', address: '/containers', ready: FIGURES, act: press('?') },
  {
    name: 'own-cost',
    address: '/overview',
    ready: '.busy',
    act: async (page) => {
      await page.getByRole('button', { name: /^Quayside 1/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'update', address: '/overview', query: { update: '' } },
  { name: 'settings-window', address: '/settings?section=window' },
  { name: 'settings-app-log', address: '/settings?section=app-log' },
  { name: 'palette-log-search', address: '/containers', ready: FIGURES, act: press('Control+k', 'type:#order lost') },
  { name: 'engine-down', address: '/containers', query: { engine: 'down' } },
  { name: 'engine-denied', address: '/containers', query: { engine: 'denied' } },
  { name: 'engine-not-installed', address: '/containers', query: { engine: 'none' } },
  { name: 'engine-starting', address: '/containers', query: { engine: 'starting' } },
  { name: 'kit', address: '/', query: { kit: '' } },
  { name: 'kit-confirm', address: '/', query: { kit: 'confirm' }, ready: '[role="alertdialog"]' },
  { name: 'kit-typed', address: '/', query: { kit: 'typed' }, ready: '[role="alertdialog"]' },
];
