import { join } from 'node:path';
import { type Clock, sleep } from '#shared/base/clock.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { readLogItems } from '#main/channels/log-read.ts';
import type { Log } from '#main/engine/engine.ts';
import type { Engines } from '#main/engine/engines.ts';
import { IncidentFiles } from '#main/incidents/incident-files.ts';
import { IncidentRecorder } from '#main/incidents/incident-recorder.ts';
import { Incidents } from '#main/incidents/incidents.ts';

interface Options {
  /** Where what is kept lies; without it nothing is recorded. */
  folder: string | undefined;
  clock: Clock;
  engines: Engines;
  log: Log;
  newId(): string;
  known(id: string): Container | undefined;
  lastSample(id: string): StatsSample | undefined;
}

/** Why containers stopped, and what writes it down as they do. */
export function openIncidents({ folder, clock, engines, ...rest }: Options): {
  incidents: Incidents;
  recorder: IncidentRecorder | undefined;
} {
  const incidents = new Incidents(new IncidentFiles(folder === undefined ? '' : join(folder, 'incidents')), clock);
  if (folder === undefined) return { incidents, recorder: undefined };
  const recorder = new IncidentRecorder({
    ...rest,
    onEvent: (listener) => engines.events().onEvent((event) => !engines.get().isSimulated && listener(event)),
    inspect: (container, signal) => engines.get().inspect(container, signal),
    readLines: (container, tail, signal) => readLogItems(engines, 'default', container, { tail }, tail, signal),
    add: (found) => incidents.add(found),
    wait: (ms, signal) => sleep(clock, ms, signal),
  });
  return { incidents, recorder };
}
