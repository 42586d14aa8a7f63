import { reaction } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { keepTheme, light, paintTheme } from '#renderer/app/last-theme.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';

/** Keeps the page in the theme of the settings; "System" follows the operating system as it changes. */
export function followTheme(settings: SettingsStore): Disposable {
  const update = (): void => {
    paintTheme(settings.value.theme, settings.value.density);
    if (settings.isLoaded) keepTheme(settings.value.theme);
  };
  const stop = reaction(
    () => [settings.isLoaded, settings.value.theme, settings.value.density],
    () => settings.isLoaded && update(),
    { fireImmediately: true },
  );
  light.addEventListener('change', update);
  // A canvas that lost its graphics comes back empty. Whatever draws on one draws again when the theme is set, so it is
  // set again. The event does not bubble; it is heard on its way down.
  const repaint = (): void => paintTheme(settings.value.theme, settings.value.density);
  document.addEventListener('contextrestored', repaint, true);
  return toDisposable(() => {
    document.removeEventListener('contextrestored', repaint, true);
    stop();
    light.removeEventListener('change', update);
  });
}
