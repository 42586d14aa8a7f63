import { untilAborted } from '#main/channels/until-aborted.ts';
import type { Source } from '#main/hub/source.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { AppLogEntry } from '#shared/contract/app-log.ts';
import type { Params } from '#shared/contract/index.ts';

/** Quayside's own log as a channel needs it; `AppLog` is one. */
export interface AppLogView {
  newest(): readonly AppLogEntry[];
  onEntry(listener: (entry: AppLogEntry) => void): Disposable;
}

/** What is held, and each entry as it is made. Who falls behind is told how many they missed, as in any log. */
export function appLogSource(log: AppLogView): Source<Params<'app:logs'>, AppLogEntry> {
  return {
    async open(_params, sink, { signal }) {
      const listening = log.onEntry((entry) => sink.push([entry]));
      sink.push(log.newest());
      sink.ready();
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}
