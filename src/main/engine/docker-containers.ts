import { repositoryName } from '#shared/base/image-reference.ts';
import type { ContainerSpec } from '#shared/contract/container-spec.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { type CarriedSettings, containerBody, endpointOf, restartBody } from '#main/engine/container-body.ts';
import { containerError } from '#main/engine/container-error.ts';
import type { EngineWire } from '#main/engine/engine-wire.ts';
import type { CommitOptions, ContainerUpdate, EngineContainers } from '#main/engine/engine-containers.ts';
import { parseCreated } from '#main/engine/engine-json.ts';
import { containerPath, networkPath } from '#main/engine/engine-path.ts';
import type { ByteStream, OnBytes } from '#main/engine/engine.ts';
import type { Call } from '#main/engine/request.ts';

/** A layer is set up, and a volume's driver may be asked. */
const CREATE_TIMEOUT_MS = 28_000;
const CHANGE_TIMEOUT_MS = 28_000;
/** All of its files are deleted before Docker answers, and a running one is killed first. */
const REMOVE_TIMEOUT_MS = 58_000;
/** Every file it wrote is read. */
const COMMIT_TIMEOUT_MS = 115_000;
const EXPORT_HEAD_MS = 60_000;
const CLEAN_MS = 10_000;
const NANOS = 1e9;

/** How containers come, change and go over Docker's HTTP API. */
export class DockerContainers implements EngineContainers {
  readonly #wire: EngineWire;

  constructor(wire: EngineWire) {
    this.#wire = wire;
  }

  async create(spec: ContainerSpec, signal: AbortSignal, carried?: CarriedSettings): Promise<{ id: string }> {
    const call: Call = {
      method: 'POST',
      path: '/containers/create',
      query: { name: spec.name },
      body: containerBody(spec, carried),
      timeoutMs: CREATE_TIMEOUT_MS,
    };
    const { Id: id } = parseCreated(await this.#call(call, signal, spec), 'the new container');
    try {
      for (const network of spec.networks.slice(1)) {
        const body = { Container: id, EndpointConfig: endpointOf(network) };
        await this.#call({ method: 'POST', path: networkPath(network.name, '/connect'), body }, signal, spec);
      }
    } catch (thrown) {
      // Half of it is of no use to anybody; why it failed matters more than a removal that fails too.
      await this.remove(id, { isForced: true, volumes: true }, AbortSignal.timeout(CLEAN_MS)).catch(() => undefined);
      throw thrown;
    }
    return { id };
  }

  async remove(ref: string, options: { isForced: boolean; volumes: boolean }, signal: AbortSignal): Promise<void> {
    const call: Call = {
      method: 'DELETE',
      path: containerPath(ref),
      query: { force: Number(options.isForced), v: Number(options.volumes) },
      timeoutMs: REMOVE_TIMEOUT_MS,
      isLong: true,
    };
    try {
      await this.#call(call, signal);
    } catch (thrown) {
      // Asked for twice at once: it goes (engine A.6).
      if (thrown instanceof AppError && thrown.code === 'conflict' && /already in progress/.test(thrown.message))
        return;
      throw thrown;
    }
  }

  async rename(ref: string, name: string, signal: AbortSignal): Promise<void> {
    const call: Call = {
      method: 'POST',
      path: containerPath(ref, '/rename'),
      query: { name },
      timeoutMs: CHANGE_TIMEOUT_MS,
    };
    await this.#call(call, signal, { name });
  }

  async update(ref: string, changes: ContainerUpdate, signal: AbortSignal): Promise<void> {
    const { memoryBytes, cpus, pidsLimit, restartPolicy } = changes;
    const body = {
      // With the swap that Docker gives by itself: more memory than the old swap would be refused.
      ...(memoryBytes !== undefined && { Memory: memoryBytes, MemorySwap: 2 * memoryBytes }),
      ...(cpus !== undefined && { NanoCpus: Math.round(cpus * NANOS) }),
      ...(pidsLimit !== undefined && { PidsLimit: pidsLimit }),
      ...(restartPolicy !== undefined && { RestartPolicy: restartBody(restartPolicy) }),
    };
    const call: Call = { method: 'POST', path: containerPath(ref, '/update'), body, timeoutMs: CHANGE_TIMEOUT_MS };
    await this.#call(call, signal);
  }

  async commit(ref: string, options: CommitOptions, signal: AbortSignal): Promise<{ id: string }> {
    const { reference, comment, author, isPaused } = options;
    // The path is checked for its grammar although here it goes into the query.
    containerPath(ref);
    const call: Call = {
      method: 'POST',
      path: '/commit',
      query: {
        container: ref,
        repo: reference && repositoryName(reference),
        tag: reference && (reference.tag ?? 'latest'),
        comment,
        author,
        pause: Number(isPaused),
      },
      timeoutMs: COMMIT_TIMEOUT_MS,
      isLong: true,
    };
    return { id: parseCreated(await this.#call(call, signal), 'the new image').Id };
  }

  export(ref: string, onBytes: OnBytes, signal: AbortSignal): ByteStream {
    const request = { method: 'GET', path: containerPath(ref, '/export'), headTimeoutMs: EXPORT_HEAD_MS } as const;
    return this.#wire.stream(request, onBytes, signal);
  }

  async #call(call: Call, signal: AbortSignal, wanted: Partial<ContainerSpec> = {}): Promise<unknown> {
    try {
      return await this.#wire.call(call, signal);
    } catch (thrown) {
      throw containerError(thrown, wanted);
    }
  }
}
