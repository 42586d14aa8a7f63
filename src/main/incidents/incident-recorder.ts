import type { EngineEvent, InspectedContainer } from '#main/engine/engine-json.ts';
import type { Log } from '#main/engine/engine.ts';
import { AskedStops } from '#main/incidents/asked-stops.ts';
import type { StoredIncident } from '#main/incidents/incident-files.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Container } from '#shared/contract/containers.ts';
import type { Incident, IncidentDetails } from '#shared/contract/incidents.ts';
import { isPrivateLog, type LogItem } from '#shared/contract/logs.ts';
import type { StatsSample } from '#shared/contract/stats.ts';

const ENGINE = 'default';
const LINES = 50;
/** Read beyond those, for a container that was started again writes on. */
const LINES_READ = 250;
/** Docker writes the last lines of a run a moment after its end. */
const DRAIN_MS = 250;
const RECENT_MS = 600_000;
const HEALTH_RESULTS = 5;
const HEALTH_CHARACTERS = 4000;
const TIMEOUT_MS = 10_000;
/** Docker told of an end up to 340 ms before it told that memory had run out; of 40 such ends one came first. */
const LATE_OOM_MS = 600;
/** Exit codes of a process that a signal ended. */
const KILLED = 137;

export interface RecorderPorts {
  readonly log: Log;
  newId(): string;
  onEvent(listener: (event: EngineEvent) => void): Disposable;
  inspect(container: string, signal: AbortSignal): Promise<InspectedContainer>;
  readLines(container: string, tail: number, signal: AbortSignal): Promise<LogItem[]>;
  known(container: string): Container | undefined;
  /** The last that anybody was shown of its figures. */
  lastSample(container: string): StatsSample | undefined;
  add(found: StoredIncident): Promise<void>;
  /** Settles after so long, or when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * Takes down why a container stopped or fell ill, at the event: a restart policy wipes the exit code, the
 * out-of-memory flag and the end of the health log within a tenth of a second. What somebody asked for is no incident.
 */
export class IncidentRecorder implements Disposable {
  readonly #ports: RecorderPorts;
  readonly #asked = new AskedStops();
  /** Containers of which an event said that they ran out of memory in this run. */
  readonly #oom = new Set<string>();
  /** Containers that have just ended; aborted when Docker tells only then that memory was why. */
  readonly #ending = new Map<string, AbortController>();
  /** When the run began of which an event told, in ms: what was measured before belongs to another. */
  readonly #startedAt = new Map<string, number>();
  /** Times of the last failures, in ms. */
  readonly #failures = new Map<string, number[]>();
  readonly #listening: Disposable;
  readonly #working = new Set<Promise<void>>();
  readonly #abort = new AbortController();

  constructor(ports: RecorderPorts) {
    this.#ports = ports;
    this.#listening = ports.onEvent((event) => this.#hear(event));
  }

  /** Settles when what was begun is recorded. */
  async close(): Promise<void> {
    this.dispose();
    await Promise.all(this.#working);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#abort.abort();
  }

  #hear(event: EngineEvent): void {
    if (event.type !== 'container') return;
    const { id, action, attributes } = event;
    const isAsked = this.#asked.hear(event);
    if (action === 'oom') {
      const ending = this.#ending.get(id);
      if (ending) ending.abort();
      else this.#oom.add(id);
    } else if (action === 'start') {
      this.#oom.delete(id);
      this.#ending.delete(id);
      this.#startedAt.set(id, msOf(event));
    } else if (action === 'destroy') {
      this.#oom.delete(id);
      this.#startedAt.delete(id);
      this.#failures.delete(id);
    } else if (action === 'die') {
      const exitCode = Number(attributes['exitCode'] ?? Number.NaN);
      const isOom = this.#oom.delete(id);
      if (isOom || (exitCode !== 0 && !isAsked)) this.#record(event, Number.isNaN(exitCode) ? null : exitCode, isOom);
    } else if (/^health_status: ?unhealthy/.test(action)) this.#record(event, null, false);
  }

  #record(event: EngineEvent, exitCode: number | null, isOom: boolean): void {
    const work = this.#take(event, exitCode, isOom)
      .catch((thrown: unknown) => this.#ports.log.warn('an incident could not be recorded', { thrown }))
      .finally(() => this.#working.delete(work));
    this.#working.add(work);
  }

  async #take(event: EngineEvent, exitCode: number | null, sawOom: boolean): Promise<void> {
    const { known, newId, add } = this.#ports;
    const { id, attributes } = event;
    const isHealth = event.action.startsWith('health_status');
    const endMs = msOf(event);
    const late = new AbortController();
    if (!isHealth) this.#ending.set(id, late);
    // Now, for a next run has figures of its own.
    const sample = this.#sampleOfRun(id);
    // Both at once: what comes first is what a restart wipes first.
    const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const [inspected, lines] = await Promise.all([
      this.#ports.inspect(id, signal).catch(() => undefined),
      this.#lines(id, endMs, signal),
    ]);
    const isStillDown = inspected !== undefined && inspected.State.Status !== 'running';
    const isOom = sawOom || (!isHealth && (await this.#wasOom(inspected, late.signal, signal)));
    if (this.#ending.get(id) === late) this.#ending.delete(id);
    const outOfMemory = isHealth ? null : isOom || (isStillDown ? false : null);
    const kind = isHealth ? 'unhealthy' : isOom ? 'oom' : exitCode === KILLED ? 'killed' : 'exited';
    const memoryLimitBytes = sample?.memoryLimitBytes ?? limitOf(inspected);
    const health = healthOf(inspected);
    const container = known(id);
    const time = new Date(endMs).toISOString();
    const incident: Incident = {
      incident: newId(),
      engine: ENGINE,
      container: id,
      name: attributes['name'] ?? container?.name ?? id.slice(0, 12),
      image: attributes['image'] ?? container?.image ?? '',
      ...(container?.stack !== undefined && { stack: container.stack }),
      ...(container?.service !== undefined && { service: container.service }),
      kind,
      firstTime: time,
      time,
      count: 1,
      exitCode,
      outOfMemory,
      memoryBytes: sample?.memoryBytes ?? null,
      memoryLimitBytes,
      memoryTime: sample?.time ?? null,
      recent: isHealth ? 0 : this.#count(id, endMs),
      restartPolicy: policyOf(inspected),
      unknown: [
        ...(kind === 'killed' ? (['killer'] as const) : []),
        ...(!isHealth && outOfMemory === null ? (['oomAfterRestart'] as const) : []),
        // One that ran out of memory had come to its limit, whoever looked.
        ...(sample || (isOom && memoryLimitBytes !== null) ? [] : (['memory'] as const)),
        ...(lines ? [] : (['log'] as const)),
        ...(isHealth && health.length === 0 ? (['health'] as const) : []),
      ],
    };
    const isPrivate = isPrivateLog(inspected?.Config.Labels ?? container?.labels ?? {});
    await add({ incident, lines: lines ?? [], health, isPrivate });
  }

  /** The last figures of the run that ends, of which an event told; before any did, the last there are. */
  #sampleOfRun(id: string): StatsSample | undefined {
    const last = this.#ports.lastSample(id);
    return last && Date.parse(last.time) >= (this.#startedAt.get(id) ?? 0) ? last : undefined;
  }

  /** Whether Docker tells of memory a moment after the end; only of a container with a limit does it ever. */
  async #wasOom(inspected: InspectedContainer | undefined, late: AbortSignal, signal: AbortSignal): Promise<boolean> {
    const isFlagged = inspected?.State.OOMKilled === true && inspected.State.Status !== 'running';
    if (isFlagged || late.aborted) return true;
    if (limitOf(inspected) === null) return false;
    await this.#ports.wait(LATE_OOM_MS, AbortSignal.any([signal, late]));
    return late.aborted;
  }

  /** The last lines up to the end; undefined where the log cannot be read. */
  async #lines(id: string, endMs: number, signal: AbortSignal): Promise<LogItem[] | undefined> {
    try {
      const read = await this.#ports.readLines(id, LINES_READ, signal);
      return read.filter(({ time }) => Date.parse(time) <= endMs + DRAIN_MS).slice(-LINES);
    } catch {
      return undefined;
    }
  }

  #count(id: string, endMs: number): number {
    const recent = [...(this.#failures.get(id) ?? []), endMs].filter((at) => at > endMs - RECENT_MS);
    this.#failures.set(id, recent);
    return recent.length;
  }
}

const msOf = ({ timeNano }: EngineEvent): number => Number(timeNano.padStart(10, '0').slice(0, -6));

function healthOf(inspected: InspectedContainer | undefined): IncidentDetails['health'] {
  const log = inspected?.State.Health?.['Log'];
  if (!Array.isArray(log)) return [];
  return log.slice(-HEALTH_RESULTS).flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { Start: time, ExitCode: exitCode, Output: output } = one as Record<string, unknown>;
    if (typeof time !== 'string' || typeof exitCode !== 'number') return [];
    return [{ time, exitCode, output: String(output ?? '').slice(0, HEALTH_CHARACTERS) }];
  });
}

function limitOf(inspected: InspectedContainer | undefined): number | null {
  const limit = inspected?.HostConfig['Memory'];
  return typeof limit === 'number' && limit > 0 ? limit : null;
}

function policyOf(inspected: InspectedContainer | undefined): string | null {
  const policy = inspected?.HostConfig['RestartPolicy'];
  if (typeof policy !== 'object' || policy === null || !('Name' in policy)) return null;
  return typeof policy.Name === 'string' && policy.Name !== '' ? policy.Name : 'no';
}
