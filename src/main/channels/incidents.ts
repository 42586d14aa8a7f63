import { untilAborted } from '#main/channels/until-aborted.ts';
import type { Source } from '#main/hub/source.ts';
import type { Incidents } from '#main/incidents/incidents.ts';
import type { Item, Params, Whole } from '#shared/contract/index.ts';

/** The incidents as they are and each new or counted one. */
export function incidentsSource(
  incidents: Incidents,
): Source<Params<'incidents'>, Item<'incidents'>, Whole<'incidents'>> {
  return {
    async open(_params, sink, { signal }) {
      await incidents.whenLoaded();
      sink.state(() => ({ incidents: [...incidents.list()] }));
      sink.ready();
      const listening = incidents.onChange((incident) => sink.push([incident]));
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}
