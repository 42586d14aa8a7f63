// Apart from the rest of the theme: it paints the frame before any other code is there.
import type { Settings } from '#shared/contract/settings.ts';

const KEY = 'quayside.theme';
export const light = window.matchMedia('(prefers-color-scheme: light)');

/** Sets the page's colours and density. */
export function paintTheme(theme: Settings['theme'], density: Settings['density']): void {
  const root = document.documentElement;
  root.dataset['theme'] = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme;
  root.dataset['density'] = density;
}

/** Before the settings arrive: what this window last had, so that it does not flash in the other theme. */
export function applyLastTheme(): void {
  const last = localStorage.getItem(KEY);
  paintTheme(last === 'light' || last === 'dark' ? last : 'system', 'comfortable');
}

export const keepTheme = (theme: Settings['theme']): void => localStorage.setItem(KEY, theme);
