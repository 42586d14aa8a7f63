import { untilAborted } from '#main/channels/until-aborted.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { Source } from '#main/hub/source.ts';
import type { EngineStatus } from '#shared/contract/engines.ts';
import type { Params } from '#shared/contract/index.ts';

/** Each change is the whole status; it lives on while the engine is away, for it says so. */
export function engineStatusSource(engines: Engines): Source<Params<'engine:status'>, EngineStatus> {
  return {
    async open({ engine }, sink, { signal }) {
      sink.state(() => engines.status(engine));
      sink.ready();
      const listening = engines.onStatus((status) => sink.push([status]), engine);
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}
