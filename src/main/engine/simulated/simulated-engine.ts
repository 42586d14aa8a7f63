import { cancelled } from '#main/engine/engine-error.ts';
import type { EngineEvent, InspectedContainer, ListedContainer, RawStats } from '#main/engine/engine-json.ts';
import type {
  ByteStream,
  Engine,
  EngineAnswer,
  ExecOptions,
  ExecOutcome,
  LogQuery,
  OnBytes,
  StopOptions,
  Terminal,
  TerminalOptions,
} from '#main/engine/engine.ts';
import type { SimulatedContainer } from '#main/engine/simulated/container.ts';
import { SimulatedContainers } from '#main/engine/simulated/containers.ts';
import { inspected, labelsOf, listed, mountsOf, networksOf } from '#main/engine/simulated/docker-json.ts';
import { SimulatedFiles } from '#main/engine/simulated/files.ts';
import type { Moment } from '#main/engine/simulated/figures.ts';
import { SimulatedImages } from '#main/engine/simulated/images.ts';
import { SimulatedNetworks } from '#main/engine/simulated/networks.ts';
import { LogStream } from '#main/engine/simulated/log-stream.ts';
import { Processes } from '#main/engine/simulated/processes.ts';
import { BLUEPRINTS } from '#main/engine/simulated/project.ts';
import type { ManyMore } from '#main/engine/simulated/many-more.ts';
import { seededRandom } from '#main/engine/simulated/random.ts';
import { simulatedDf, simulatedInfo } from '#main/engine/simulated/system.ts';
import { SimulatedVolumes } from '#main/engine/simulated/volumes.ts';
import type { SystemDf, SystemInfo } from '#main/engine/system-json.ts';
import { type Clock, sleep } from '#shared/base/clock.ts';
import { Emitter } from '#shared/base/emitter.ts';

const SAMPLE_MS = 1000;
const GRACE_SECONDS = 10;
/** As many events as Docker holds (engine A.4). */
const KEPT_EVENTS = 256;

/** An engine without Docker: for demonstrations, for a first look, and for tests that need no real one. */
export class SimulatedEngine implements Engine {
  readonly endpoint = 'simulated';
  readonly isSimulated = true;
  readonly containers: SimulatedContainers;
  readonly files: SimulatedFiles;
  readonly images: SimulatedImages;
  readonly volumes: SimulatedVolumes;
  readonly networks: SimulatedNetworks;
  readonly #clock: Clock;
  readonly #processes: Processes;
  readonly #told = new Emitter<EngineEvent>();
  #events: EngineEvent[] = [];
  #lastNano = 0n;

  /** The same `seed` and clock give the same world. */
  constructor(options: { clock: Clock; seed?: number; more?: Partial<ManyMore> }) {
    this.#clock = options.clock;
    const random = seededRandom(options.seed ?? 7420);
    this.#processes = new Processes(options.clock);
    this.files = new SimulatedFiles((ref) => {
      const container = this.containers.find(ref);
      // Those that are made have their volumes; the others' files are where they always were.
      if (container.blueprint.spec)
        for (const { Type, Name, Destination } of mountsOf(container))
          if (Type === 'volume' && Name !== undefined) container.disk.mount(Destination, this.volumes.diskOf(Name));
      return container.disk;
    }, options.clock);
    this.images = new SimulatedImages({
      clock: options.clock,
      random,
      names: BLUEPRINTS.map(({ image }) => image),
      more: options.more?.images ?? 0,
      users: (imageId) => this.containers.all.filter((one) => one.imageId === imageId),
      tell: (action, id, name) => this.#fire('image', action, id, { name }),
    });
    this.volumes = new SimulatedVolumes({
      clock: options.clock,
      // Its own: the containers are the same ones as before there were volumes.
      random: seededRandom((options.seed ?? 7420) + 1),
      names: BLUEPRINTS.flatMap(({ volume }) => volume ?? []),
      more: options.more?.volumes ?? 0,
      users: (name) => this.containers.all.filter((one) => mountsOf(one).some(({ Name }) => Name === name)),
      tell: (action, name) => this.#fire('volume', action, name, { driver: 'local' }),
    });
    this.containers = new SimulatedContainers({
      clock: options.clock,
      random,
      more: options.more?.containers ?? 0,
      imageId: (ref) => this.images.need(ref),
      addImage: (name) => this.images.add(name),
      needVolume: (name) => this.volumes.need(name),
      needNetwork: (name) => this.networks.need(name),
      dropVolume: (name) => this.volumes.drop(name),
      tell: (container, action, more) => this.#tell(container, action, more),
    });
    this.networks = new SimulatedNetworks({
      clock: options.clock,
      random: seededRandom((options.seed ?? 7420) + 2),
      containers: () =>
        this.containers.all.map((one) => ({
          id: one.id,
          name: one.blueprint.name,
          isActive: one.isActive,
          joins: networksOf(one),
        })),
      find: (ref) => this.containers.find(ref).id,
      tell: (action, id, attributes) => this.#fire('network', action, id, attributes),
    });
  }

  ping(signal: AbortSignal): Promise<EngineAnswer> {
    return answer(signal, () => ({
      version: 'simulated',
      apiVersion: '1.41',
      clockMs: Math.floor(this.#clock.now() / 1000) * 1000,
    }));
  }

  info(signal: AbortSignal): Promise<SystemInfo> {
    return answer(signal, simulatedInfo);
  }

  diskUse(signal: AbortSignal): Promise<SystemDf> {
    return answer(signal, () =>
      simulatedDf(this.containers.all, this.images.sizes(), this.volumes.sizes(), this.images.cache()),
    );
  }

  list(signal: AbortSignal): Promise<ListedContainer[]> {
    return answer(signal, () =>
      this.containers.all.map((one) => listed(one, this.#clock.now(), this.networks.endpointsOf(one))),
    );
  }

  inspect(ref: string, signal: AbortSignal): Promise<InspectedContainer> {
    return answer(signal, () => this.#inspected(this.containers.find(ref)));
  }

  /** The simulated images bring the path and their own version. */
  imageEnvironment(imageId: string, signal: AbortSignal): Promise<readonly string[]> {
    return answer(signal, () =>
      this.containers.all
        .map((one) => this.#inspected(one))
        .filter(({ Image }) => Image === imageId)
        .flatMap(({ Config }) => (Array.isArray(Config['Env']) ? Config['Env'].map(String) : []))
        .filter((entry) => /^(PATH|[A-Z]+_VERSION)=/.test(entry)),
    );
  }

  start(ref: string, signal: AbortSignal): Promise<void> {
    return answer(signal, () => this.containers.find(ref).start());
  }

  stop(ref: string, options: StopOptions, signal: AbortSignal): Promise<void> {
    return answer(signal, () => this.containers.find(ref).stop(options.timeoutSeconds ?? GRACE_SECONDS));
  }

  restart(ref: string, options: StopOptions, signal: AbortSignal): Promise<void> {
    return answer(signal, () => this.containers.find(ref).restart(options.timeoutSeconds ?? GRACE_SECONDS));
  }

  pause(ref: string, signal: AbortSignal): Promise<void> {
    return answer(signal, () => this.containers.find(ref).pause());
  }

  unpause(ref: string, signal: AbortSignal): Promise<void> {
    return answer(signal, () => this.containers.find(ref).unpause());
  }

  kill(ref: string, signalName: string | undefined, signal: AbortSignal): Promise<void> {
    return answer(signal, () => this.containers.find(ref).kill(signalName));
  }

  top(ref: string, signal: AbortSignal): Promise<{ titles: string[]; processes: string[][] }> {
    return answer(signal, () => {
      const container = this.containers.find(ref);
      container.needActive('top');
      const command = container.blueprint.command.join(' ');
      return {
        titles: ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'],
        processes: [[container.blueprint.user ?? 'root', '4711', '4690', '0', '07:30', '?', '00:00:12', command]],
      };
    });
  }

  exec(ref: string, options: ExecOptions, limitBytes: number, signal: AbortSignal): Promise<ExecOutcome> {
    return answer(signal, () => {
      const container = this.containers.find(ref);
      container.needActive('exec');
      return this.#processes.exec(container, options, limitBytes, signal);
    });
  }

  openTerminal(ref: string, options: TerminalOptions, signal: AbortSignal): Promise<Terminal> {
    return answer(signal, () => {
      const container = this.containers.find(ref);
      container.needActive('exec');
      return this.#processes.openTerminal(container, options, signal);
    });
  }

  events(since: string | undefined, onEvent: (event: EngineEvent) => void, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      if (since !== undefined) {
        const [seconds = '0', rest = ''] = since.split('.');
        const from = BigInt(seconds) * 1_000_000_000n + BigInt(rest.padEnd(9, '0').slice(0, 9));
        for (const event of this.#events) if (BigInt(event.timeNano) >= from) onEvent(event);
      }
      const listening = this.#told.on(onEvent);
      const stop = (): void => {
        listening.dispose();
        resolve();
      };
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  async stats(ref: string, onSample: (raw: RawStats) => void, signal: AbortSignal): Promise<void> {
    const container = await answer(signal, () => this.containers.find(ref)).catch((thrown: unknown) => {
      if (signal.aborted) return undefined;
      throw thrown;
    });
    let previous: Moment | null = null;
    while (container && !signal.aborted) {
      await sleep(this.#clock, SAMPLE_MS, signal);
      if (signal.aborted) return;
      const { raw, moment } = container.sample(previous);
      previous = moment;
      onSample(raw);
    }
  }

  async statsOnce(ref: string, withPrevious: boolean, signal: AbortSignal): Promise<RawStats> {
    const container = await answer(signal, () => this.containers.find(ref));
    const previous = withPrevious && container.isActive ? container.moment() : null;
    await sleep(this.#clock, SAMPLE_MS, signal);
    return answer(signal, () => container.sample(previous).raw);
  }

  readLogs(ref: string, query: LogQuery, onBytes: OnBytes, signal: AbortSignal): ByteStream {
    return this.#logs(ref, query, false, onBytes, signal);
  }

  followLogs(ref: string, query: LogQuery, onBytes: OnBytes, signal: AbortSignal): ByteStream {
    return this.#logs(ref, query, true, onBytes, signal);
  }

  dispose(): void {
    this.containers.dispose();
    this.#told.clear();
  }

  #inspected(container: SimulatedContainer): InspectedContainer {
    return inspected(container, this.networks.endpointsOf(container));
  }

  #logs(ref: string, query: LogQuery, isFollow: boolean, onBytes: OnBytes, signal: AbortSignal): ByteStream {
    try {
      return new LogStream(this.containers.find(ref), query, isFollow, onBytes, signal);
    } catch (thrown) {
      // A refusal comes with the answer, as from a real engine, and not from the call.
      const nothing = (): void => undefined;
      return { pause: nothing, resume: nothing, close: nothing, done: Promise.reject(thrown) };
    }
  }

  #tell(container: SimulatedContainer, action: string, more: Record<string, string> = {}): void {
    const { image, name } = container.blueprint;
    this.#fire('container', action, container.id, { ...labelsOf(container), image, name, ...more });
  }

  #fire(type: string, action: string, id: string, attributes: Record<string, string>): void {
    const now = BigInt(Math.round(this.#clock.now() * 1000)) * 1000n;
    this.#lastNano = now > this.#lastNano ? now : this.#lastNano + 1000n;
    const event: EngineEvent = { timeNano: String(this.#lastNano), type, action, id, attributes };
    this.#events = [...this.#events.slice(1 - KEPT_EVENTS), event];
    this.#told.fire(event);
  }
}

/** Answers in a later turn, as anything over a socket does, and not at all when aborted. */
async function answer<T>(signal: AbortSignal, what: () => T | Promise<T>): Promise<T> {
  await Promise.resolve();
  if (signal.aborted) throw cancelled();
  return what();
}
