import { when } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { SessionStore } from '#renderer/stores/session-store.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

const WHY = {
  broken: "The settings file couldn't be read.",
  newer: 'The settings file is from a newer version of Quayside.',
};

/** Says once, when the link is made, that the settings file was set aside. */
export function tellSettingsNotice(api: Api, session: SessionStore, toasts: ToastsStore): Disposable {
  const stop = when(
    () => session.state === 'connected' && session.can('settings.notice'),
    () => {
      void api.call('settings.notice', {}).then(
        ({ notice }) => {
          if (!notice) return;
          const text = `Quayside uses its defaults. The file is kept beside the new one as ${notice.keptAs}.`;
          toasts.show({ title: WHY[notice.reason], text, isError: true });
        },
        () => undefined, // the link broke; the settings themselves say so
      );
    },
  );
  return toDisposable(stop);
}
