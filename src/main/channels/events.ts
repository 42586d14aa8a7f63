import { untilAborted } from '#main/channels/until-aborted.ts';
import type { EngineEvent } from '#main/engine/engine-json.ts';
import { maskLabels } from '#main/engine/mask.ts';
import type { Source } from '#main/hub/source.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { DockerEvent } from '#shared/contract/events.ts';
import type { Params } from '#shared/contract/index.ts';

/** Of the engines what tells events. */
interface Telling {
  events(engine: string): { onEvent(listener: (event: EngineEvent) => void): Disposable };
}

/** What the engine tells of its containers, images, networks and volumes, from the one events request. */
export function eventsSource(engines: Telling): Source<Params<'docker:events'>, DockerEvent> {
  return {
    async open({ engine }, sink, { signal }) {
      const listening = engines.events(engine).onEvent((event) => {
        if (!isOfExec(event)) sink.push([toDockerEvent(event)]);
      });
      sink.ready();
      await untilAborted(signal);
      listening.dispose();
      return undefined;
    },
  };
}

/**
 * A health check every two seconds tells three of them each time: two such containers pushed everything else out of the 500
 * that are held within three minutes. No screen shows them, and who opened a terminal is in the audit log.
 */
const isOfExec = ({ type, action }: EngineEvent): boolean => type === 'container' && action.startsWith('exec_');

/** The labels of what it is about are among the attributes. */
export function toDockerEvent({ timeNano, type, action, id, attributes }: EngineEvent): DockerEvent {
  const name = attributes['name'] ?? '';
  return { time: timeOf(timeNano), type, action, id, name, attributes: maskLabels(attributes) };
}

/** The nanoseconds exceed what a number holds, so they stay text. */
function timeOf(timeNano: string): string {
  const padded = timeNano.padStart(10, '0');
  return `${new Date(Number(padded.slice(0, -9)) * 1000).toISOString().slice(0, 19)}.${padded.slice(-9)}Z`;
}
