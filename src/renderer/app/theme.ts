import { reaction } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';

const KEY = 'quayside.theme';
const light = window.matchMedia('(prefers-color-scheme: light)');

function apply(theme: Settings['theme'], density: Settings['density']): void {
  const root = document.documentElement;
  root.dataset['theme'] = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme;
  root.dataset['density'] = density;
}

/** Before the settings arrive: what this window last had, so that it does not flash in the other theme. */
export function applyLastTheme(): void {
  const last = localStorage.getItem(KEY);
  apply(last === 'light' || last === 'dark' ? last : 'system', 'comfortable');
}

/** Keeps the page in the theme of the settings; "System" follows the operating system as it changes. */
export function followTheme(settings: SettingsStore): Disposable {
  const update = (): void => {
    apply(settings.value.theme, settings.value.density);
    if (settings.isLoaded) localStorage.setItem(KEY, settings.value.theme);
  };
  const stop = reaction(
    () => [settings.isLoaded, settings.value.theme, settings.value.density],
    () => settings.isLoaded && update(),
    { fireImmediately: true },
  );
  light.addEventListener('change', update);
  // A canvas that lost its graphics comes back empty. Whatever draws on one draws again when the theme is set, so it is
  // set again. The event does not bubble; it is heard on its way down.
  const repaint = (): void => apply(settings.value.theme, settings.value.density);
  document.addEventListener('contextrestored', repaint, true);
  return toDisposable(() => {
    document.removeEventListener('contextrestored', repaint, true);
    stop();
    light.removeEventListener('change', update);
  });
}
