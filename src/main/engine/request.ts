import * as http from 'node:http';
import * as https from 'node:https';
import { inspect } from 'node:util';
import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { type ReachableEndpoint, tlsOptions } from '#main/engine/endpoint.ts';
import { cancelled, connectionError, noAnswer, statusError } from '#main/engine/engine-error.ts';

/** `decisions`, Engine requests: at most 16 at once besides streams. */
const MAX_AT_ONCE = 16;
/** A living engine answers within milliseconds. */
export const CALL_TIMEOUT_MS = 5000;

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Built by `containerPath` or a constant, without a query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** Answers that mean success beside 200, 201 and 204: 304 on starting what runs. */
  readonly success?: readonly number[];
  readonly timeoutMs?: number;
  /** Not counted among the 16: a call that takes a second by nature. */
  readonly isLong?: boolean;
}

/** The part of docker-modem that is used; its own types leave it open. */
interface Modem {
  version: string | undefined;
  dial(
    options: object,
    done: (error: (Error & { statusCode?: number; json?: unknown }) | null, data: unknown) => void,
  ): void;
}

/** All calls to the engine that are not byte streams, through dockerode's modem with what is unsafe in it closed. */
export class Requests {
  readonly #endpoint: ReachableEndpoint;
  readonly #clock: Clock;
  readonly #where: string;
  readonly #waiting: (() => void)[] = [];
  readonly #agent: http.Agent;
  #modem: Promise<Modem> | undefined;
  #running = 0;
  /** `v1.41`, once the engine told what it speaks. */
  version: string | undefined;

  constructor(endpoint: ReachableEndpoint, clock: Clock) {
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#where = endpoint.kind === 'unix' ? endpoint.path : `${endpoint.host}:${endpoint.port}`;
    // No keep-alive: a connection costs 0.1 ms, and one left over from before a restart would fail the next call.
    this.#agent =
      endpoint.kind === 'tcp' && endpoint.tls
        ? new https.Agent({ keepAlive: false, ...tlsOptions(endpoint.tls) })
        : new http.Agent({ keepAlive: false });
    cheapToInspect(this.#agent);
  }

  async call(call: Call, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted) throw cancelled();
    if (!call.isLong) await this.#turn(signal);
    try {
      return await this.#dial(call, signal);
    } finally {
      if (!call.isLong) this.#next();
    }
  }

  dispose(): void {
    this.#agent.destroy();
  }

  async #dial(call: Call, outer: AbortSignal): Promise<unknown> {
    this.#modem ??= loadModem(this.#endpoint, this.#agent);
    const modem = await this.#modem;
    modem.version = this.version;
    const abort = new AbortController();
    cheapToInspect(abort.signal);
    const stop = (): void => abort.abort();
    outer.addEventListener('abort', stop, { once: true });
    if (outer.aborted) stop();
    const limitMs = call.timeoutMs ?? CALL_TIMEOUT_MS;
    let isLate = false;
    const timer = this.#clock.after(limitMs, () => {
      isLate = true;
      stop();
    });
    try {
      return await new Promise((resolve, reject) => {
        // The modem never settles for an answer that was cut: the abort has to settle it.
        abort.signal.addEventListener(
          'abort',
          () => reject(isLate ? noAnswer(Math.round(limitMs / 1000)) : cancelled()),
          { once: true },
        );
        if (abort.signal.aborted) return reject(cancelled());
        const statusCodes = Object.fromEntries([200, 201, 204, ...(call.success ?? [])].map((code) => [code, true]));
        const given = Object.fromEntries(Object.entries(call.query ?? {}).filter(([, value]) => value !== undefined));
        // The modem appends the query only to a path that ends so, and takes any POST without `_body` for its query.
        const options = {
          path: `${call.path}?`,
          method: call.method,
          statusCodes,
          abortSignal: abort.signal,
          options: { _query: given, _body: call.body ?? {} },
        };
        modem.dial(options, (error, data) =>
          error ? reject(this.#toError(error, call.method !== 'GET')) : resolve(data),
        );
      });
    } finally {
      timer.dispose();
      outer.removeEventListener('abort', stop);
    }
  }

  #toError(error: Error & { statusCode?: number; json?: unknown }, isAct: boolean): AppError {
    return error.statusCode === undefined
      ? connectionError(error, this.#where, isAct)
      : statusError(error.statusCode, error.json);
  }

  #turn(signal: AbortSignal): Promise<void> {
    if (this.#running < MAX_AT_ONCE) {
      this.#running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', giveUp);
        this.#running += 1;
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        reject(cancelled());
      };
      this.#waiting.push(go);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  #next(): void {
    this.#running -= 1;
    this.#waiting.shift()?.();
  }
}

/**
 * docker-modem makes a text of all its options at each call, to any depth, for a debug line that nobody reads: 0.6 ms, more
 * than all the rest of a call.
 */
function cheapToInspect(what: object): void {
  Object.defineProperty(what, inspect.custom, { value: () => what.constructor.name });
}

async function loadModem(endpoint: ReachableEndpoint, agent: http.Agent): Promise<Modem> {
  // Not before the first call: dockerode costs 114 ms and 17 MB at the start (performance 6).
  const { default: Docker } = await import('dockerode');
  // docker-modem would follow a redirect to whatever host a path names (engine 0.1c). An import, not a `require`: the
  // bundle has dockerode's own copy of it, and an installed program has no node_modules to look in.
  const { default: modemHttp } = await import('docker-modem/lib/http.js');
  modemHttp.maxRedirects = 0;
  const target =
    endpoint.kind === 'unix'
      ? { socketPath: endpoint.path, host: undefined, port: undefined, protocol: 'http' }
      : { socketPath: undefined, host: endpoint.host, port: endpoint.port, protocol: endpoint.tls ? 'https' : 'http' };
  return withoutDockerEnv(() => {
    const docker = new Docker({
      ...target,
      agent,
      ca: undefined,
      cert: undefined,
      key: undefined,
    } as unknown as ConstructorParameters<typeof Docker>[0]);
    return docker.modem as unknown as Modem;
  });
}

/** The modem reads DOCKER_HOST and its certificates itself and throws on what it does not like; discovery is ours. */
function withoutDockerEnv<T>(make: () => T): T {
  const names = ['DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_PATH_PREFIX', 'DOCKER_CLIENT_TIMEOUT'];
  const kept = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) delete process.env[name];
  try {
    return make();
  } finally {
    for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
  }
}
