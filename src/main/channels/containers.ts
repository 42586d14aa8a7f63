import { untilAborted } from '#main/channels/until-aborted.ts';
import type { ContainersView } from '#main/channels/stats.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { Source } from '#main/hub/source.ts';
import type { ContainersChange, ContainersWhole } from '#shared/contract/containers.ts';
import type { Params } from '#shared/contract/index.ts';

/**
 * The containers of an engine. Once they are known the channel outlives the engine's absence: the last known list
 * stays readable, and what changed meanwhile follows when the engine is back.
 */
export function containersSource(engines: Engines): Source<Params<'containers'>, ContainersChange, ContainersWhole> {
  return {
    async open({ engine }, sink, { signal }) {
      const store = engines.containers(engine);
      await store.sync();
      if (signal.aborted) return undefined;
      sink.state(() => ({ containers: store.all() }));
      sink.ready();
      const listening = store.onChange((change) => sink.push([change]));
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}

/** Which run now, for the sweep of statistics. */
export function runningContainers(engines: Engines): ContainersView {
  return {
    running: (engine) =>
      engines
        .containers(engine)
        .all()
        .flatMap(({ id, state }) => (state === 'running' || state === 'paused' ? [id] : [])),
    onChange: (listener) => engines.containers().onChange(() => listener()),
  };
}
