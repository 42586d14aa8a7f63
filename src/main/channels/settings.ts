import { untilAborted } from '#main/channels/until-aborted.ts';
import type { Source } from '#main/hub/source.ts';
import type { SettingsStore } from '#main/settings/settings-port.ts';
import type { Params } from '#shared/contract/index.ts';
import type { Settings } from '#shared/contract/settings.ts';

export function settingsSource(settings: SettingsStore): Source<Params<'settings'>, Settings> {
  return {
    async open(_params, sink, { signal }) {
      sink.state(() => settings.get());
      sink.ready();
      const listening = settings.onChange((value) => sink.push([value]));
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}
