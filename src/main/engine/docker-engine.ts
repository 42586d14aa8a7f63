import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { ReachableEndpoint } from '#main/engine/endpoint.ts';
import {
  type EngineEvent,
  type InspectedContainer,
  type ListedContainer,
  parseEvent,
  parseImage,
  parseInspect,
  parseList,
  parseStats,
  parseTop,
  type RawStats,
} from '#main/engine/engine-json.ts';
import { containerError } from '#main/engine/container-error.ts';
import { DockerContainers } from '#main/engine/docker-containers.ts';
import { DockerImages } from '#main/engine/docker-images.ts';
import { DockerNetworks } from '#main/engine/docker-networks.ts';
import { DockerVolumes } from '#main/engine/docker-volumes.ts';
import { cancelled } from '#main/engine/engine-error.ts';
import type { EngineContainers } from '#main/engine/engine-containers.ts';
import { DockerExecs } from '#main/engine/docker-execs.ts';
import { DockerFiles } from '#main/engine/docker-files.ts';
import type { EngineFiles } from '#main/engine/engine-files.ts';
import type { EngineImages } from '#main/engine/engine-images.ts';
import type { EngineNetworks } from '#main/engine/engine-networks.ts';
import type { EngineVolumes } from '#main/engine/engine-volumes.ts';
import type { EngineWire } from '#main/engine/engine-wire.ts';
import { containerPath, query, imagePath } from '#main/engine/engine-path.ts';
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
import { LineSplitter } from '#main/engine/line-splitter.ts';
import { parseSystemDf, parseSystemInfo, type SystemDf, type SystemInfo } from '#main/engine/system-json.ts';
import { type Call, CALL_TIMEOUT_MS, Requests } from '#main/engine/request.ts';
import { type WireRequest, WireStream } from '#main/engine/wire-stream.ts';

/** The newest API that this code was written for; an older engine's own is used. */
const NEWEST_API = [1, 47] as const;
const ACT_TIMEOUT_MS = 30_000;
/** What an engine takes beyond the grace it was given. */
const GRACE_MARGIN_MS = 15_000;
const DEFAULT_GRACE_SECONDS = 10;
/** A probe must tell a dead engine from a slow one before anybody wonders. */
const PING_TIMEOUT_MS = 2000;
/** On 20.10 a sample takes 1 to 2 s whatever is asked (performance 1). */
const SAMPLE_TIMEOUT_MS = 8000;
/** 40 to 70 ms for 200 containers (performance 1), far more where volumes are large. */
const DISK_USE_TIMEOUT_MS = 55_000;

/** An engine over its HTTP API: dockerode's modem for calls, bare sockets for streams. */
export class DockerEngine implements Engine {
  readonly endpoint: string;
  readonly isSimulated = false;
  readonly containers: EngineContainers;
  readonly files: EngineFiles;
  readonly images: EngineImages;
  readonly volumes: EngineVolumes;
  readonly networks: EngineNetworks;
  readonly #at: ReachableEndpoint;
  readonly #clock: Clock;
  readonly #requests: Requests;
  readonly #execs: DockerExecs;

  constructor(endpoint: ReachableEndpoint, clock: Clock) {
    this.endpoint = endpoint.shown;
    this.#at = endpoint;
    this.#clock = clock;
    this.#requests = new Requests(endpoint, clock);
    const wire: EngineWire = {
      call: (call, signal) => this.#call(call, signal),
      stream: (request, onBytes, signal) => {
        const wanted: WireRequest = { ...request, path: this.#versioned(request.path), version: '1.1' };
        return new WireStream(this.#at, wanted, onBytes, this.#clock, signal);
      },
      upgrade: (path, body, onBytes, signal) => {
        const wanted: WireRequest = {
          method: 'POST',
          path: this.#versioned(path),
          version: '1.1',
          upgradeWith: body,
          headTimeoutMs: CALL_TIMEOUT_MS,
        };
        return new WireStream(this.#at, wanted, onBytes, this.#clock, signal);
      },
    };
    this.containers = new DockerContainers(wire);
    this.#execs = new DockerExecs(wire);
    this.files = new DockerFiles(wire);
    this.images = new DockerImages(wire);
    this.volumes = new DockerVolumes((call, signal) => this.#call(call, signal));
    this.networks = new DockerNetworks((call, signal) => this.#call(call, signal));
  }

  /** `/_ping`, not `/version`: that one runs two programs on the engine's side for each answer. */
  async ping(signal: AbortSignal): Promise<EngineAnswer> {
    let headers: ReadonlyMap<string, string> = new Map();
    let body = '';
    const onHead = (head: { headers: ReadonlyMap<string, string> }): void => {
      headers = head.headers;
    };
    const request: WireRequest = {
      method: 'GET',
      path: '/_ping',
      version: '1.1',
      headTimeoutMs: PING_TIMEOUT_MS,
      onHead,
    };
    const stream = new WireStream(
      this.#at,
      request,
      (bytes) => (body = (body + Buffer.from(bytes).toString('latin1')).slice(0, 200)),
      this.#clock,
      signal,
    );
    const { isComplete } = await stream.done;
    if (signal.aborted) throw cancelled();
    const apiVersion = headers.get('api-version') ?? '';
    if (!isComplete || (body.trim() !== 'OK' && apiVersion === '')) {
      throw new AppError(
        'engine_error',
        `What answers at ${this.endpoint} does not speak like Docker: ${body || 'nothing'}`,
        { reason: 'bad_answer' },
      );
    }
    this.#requests.version = apiPrefix(apiVersion);
    const date = Date.parse(headers.get('date') ?? '');
    return {
      version: /\/([\w.+~-]+)/.exec(headers.get('server') ?? '')?.[1] ?? '',
      apiVersion,
      clockMs: Number.isNaN(date) ? null : date,
    };
  }

  async info(signal: AbortSignal): Promise<SystemInfo> {
    return parseSystemInfo(await this.#call({ method: 'GET', path: '/info' }, signal), 'info');
  }

  async diskUse(signal: AbortSignal): Promise<SystemDf> {
    const call: Call = { method: 'GET', path: '/system/df', timeoutMs: DISK_USE_TIMEOUT_MS, isLong: true };
    return parseSystemDf(await this.#call(call, signal), 'system df');
  }

  async list(signal: AbortSignal): Promise<ListedContainer[]> {
    return parseList(
      await this.#call({ method: 'GET', path: '/containers/json', query: { all: true } }, signal),
      'the container list',
    );
  }

  async inspect(ref: string, signal: AbortSignal): Promise<InspectedContainer> {
    return parseInspect(await this.#call({ method: 'GET', path: containerPath(ref, '/json') }, signal), 'inspect');
  }

  async imageEnvironment(imageId: string, signal: AbortSignal): Promise<readonly string[]> {
    return parseImage(await this.#call({ method: 'GET', path: imagePath(imageId, '/json') }, signal), 'the image')
      .Config.Env;
  }

  async start(ref: string, signal: AbortSignal): Promise<void> {
    await this.#act(ref, '/start', {}, ACT_TIMEOUT_MS, signal);
  }

  async stop(ref: string, options: StopOptions, signal: AbortSignal): Promise<void> {
    await this.#act(ref, '/stop', { t: options.timeoutSeconds, signal: options.signalName }, graceMs(options), signal);
  }

  async restart(ref: string, options: StopOptions, signal: AbortSignal): Promise<void> {
    await this.#act(
      ref,
      '/restart',
      { t: options.timeoutSeconds, signal: options.signalName },
      graceMs(options),
      signal,
    );
  }

  async pause(ref: string, signal: AbortSignal): Promise<void> {
    await this.#act(ref, '/pause', {}, ACT_TIMEOUT_MS, signal);
  }

  async unpause(ref: string, signal: AbortSignal): Promise<void> {
    await this.#act(ref, '/unpause', {}, ACT_TIMEOUT_MS, signal);
  }

  async kill(ref: string, signalName: string | undefined, signal: AbortSignal): Promise<void> {
    await this.#act(ref, '/kill', { signal: signalName }, ACT_TIMEOUT_MS, signal);
  }

  async top(ref: string, signal: AbortSignal): Promise<{ titles: string[]; processes: string[][] }> {
    const top = parseTop(await this.#call({ method: 'GET', path: containerPath(ref, '/top') }, signal), 'top');
    return { titles: top.Titles, processes: top.Processes };
  }

  exec(ref: string, options: ExecOptions, limitBytes: number, signal: AbortSignal): Promise<ExecOutcome> {
    return this.#execs.run(ref, options, limitBytes, signal);
  }

  openTerminal(ref: string, options: TerminalOptions, signal: AbortSignal): Promise<Terminal> {
    return this.#execs.openTerminal(ref, options, signal);
  }

  async events(since: string | undefined, onEvent: (event: EngineEvent) => void, signal: AbortSignal): Promise<void> {
    const lines = new LineSplitter((line) => {
      const event = parseEvent(line);
      if (event) onEvent(event);
    });
    await this.#jsonLines(`/events${query({ since })}`, lines, signal);
  }

  async stats(ref: string, onSample: (raw: RawStats) => void, signal: AbortSignal): Promise<void> {
    const lines = new LineSplitter((line) => onSample(parseStats(parseJson(line), 'stats')));
    await this.#jsonLines(containerPath(ref, '/stats?stream=1'), lines, signal);
  }

  async statsOnce(ref: string, withPrevious: boolean, signal: AbortSignal): Promise<RawStats> {
    const asked = withPrevious ? { stream: false } : { stream: false, 'one-shot': true };
    return parseStats(
      await this.#call(
        {
          method: 'GET',
          path: containerPath(ref, '/stats'),
          query: flags(asked),
          timeoutMs: SAMPLE_TIMEOUT_MS,
          isLong: true,
        },
        signal,
      ),
      'stats',
    );
  }

  readLogs(ref: string, asked: LogQuery, onBytes: OnBytes, signal: AbortSignal): ByteStream {
    return this.#logs(ref, asked, false, onBytes, signal);
  }

  followLogs(ref: string, asked: LogQuery, onBytes: OnBytes, signal: AbortSignal): ByteStream {
    return this.#logs(ref, asked, true, onBytes, signal);
  }

  dispose(): void {
    this.#requests.dispose();
  }

  #logs(ref: string, asked: LogQuery, isFollow: boolean, onBytes: OnBytes, signal: AbortSignal): ByteStream {
    // Both streams always, and times: pieces of one line are known by their equal time (engine A.1).
    const wanted = query({
      stdout: 1,
      stderr: 1,
      timestamps: Number(asked.hasTimes ?? true),
      follow: Number(isFollow),
      since: asked.since,
      until: asked.until,
      tail: asked.tail,
    });
    const path = this.#versioned(`${containerPath(ref, '/logs')}${wanted}`);
    const request: WireRequest = {
      method: 'GET',
      path,
      version: isFollow ? '1.0' : '1.1',
      isPaced: true,
      headTimeoutMs: CALL_TIMEOUT_MS,
    };
    return new WireStream(this.#at, request, onBytes, this.#clock, signal);
  }

  async #jsonLines(path: string, lines: LineSplitter, signal: AbortSignal): Promise<void> {
    const request: WireRequest = {
      method: 'GET',
      path: this.#versioned(path),
      version: '1.1',
      headTimeoutMs: CALL_TIMEOUT_MS,
    };
    const { isComplete } = await new WireStream(this.#at, request, (bytes) => lines.push(bytes), this.#clock, signal)
      .done;
    if (!isComplete && !signal.aborted)
      throw new AppError('engine_unavailable', 'The connection to Docker broke.', { reason: 'not_running' });
  }

  async #act(ref: string, path: string, values: Call['query'], timeoutMs: number, signal: AbortSignal): Promise<void> {
    // 304: it is already as it was wished.
    const call: Call = { method: 'POST', path: containerPath(ref, path), ...(values && { query: values }), timeoutMs };
    try {
      await this.#call({ ...call, success: [304] }, signal);
    } catch (thrown) {
      // A port or a bind is looked at when it starts, not when it is made.
      throw path === '/start' || path === '/restart' ? containerError(thrown) : thrown;
    }
  }

  #call(call: Call, signal: AbortSignal): Promise<unknown> {
    return this.#requests.call(call, signal);
  }

  #versioned(path: string): string {
    return this.#requests.version === undefined ? path : `/${this.#requests.version}${path}`;
  }
}

const flags = (values: Readonly<Record<string, boolean>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));

const graceMs = (options: StopOptions): number =>
  (options.timeoutSeconds ?? DEFAULT_GRACE_SECONDS) * 1000 + GRACE_MARGIN_MS;

/** `v1.41`: what both sides speak; undefined (no prefix) for an engine that does not say. */
function apiPrefix(apiVersion: string): string | undefined {
  const match = /^(\d+)\.(\d+)$/.exec(apiVersion);
  if (!match) return undefined;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const isNewer = major > NEWEST_API[0] || (major === NEWEST_API[0] && minor > NEWEST_API[1]);
  return isNewer ? `v${NEWEST_API.join('.')}` : `v${apiVersion}`;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
