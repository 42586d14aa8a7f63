import { volumePath } from '#main/engine/engine-path.ts';
import type { EngineVolumes, NewVolume } from '#main/engine/engine-volumes.ts';
import type { Call } from '#main/engine/request.ts';
import { volumeError } from '#main/engine/volume-error.ts';
import { type ListedVolume, parseVolume, parseVolumeList } from '#main/engine/volume-json.ts';

/** A driver on the network may be asked for each of them. */
const LIST_TIMEOUT_MS = 9000;
const CREATE_TIMEOUT_MS = 25_000;
/** All files of it are deleted before Docker answers. */
const REMOVE_TIMEOUT_MS = 115_000;

type OnCall = (call: Call, signal: AbortSignal) => Promise<unknown>;

/** The volumes of an engine over its HTTP API. */
export class DockerVolumes implements EngineVolumes {
  readonly #send: OnCall;

  constructor(send: OnCall) {
    this.#send = send;
  }

  async list(signal: AbortSignal): Promise<ListedVolume[]> {
    const call: Call = { method: 'GET', path: '/volumes', timeoutMs: LIST_TIMEOUT_MS };
    return parseVolumeList(await this.#send(call, signal), 'the volume list').Volumes;
  }

  async inspect(name: string, signal: AbortSignal): Promise<ListedVolume> {
    return parseVolume(await this.#call(name, { method: 'GET', path: volumePath(name) }, signal), 'the volume');
  }

  async create({ name = '', driver, options, labels }: NewVolume, signal: AbortSignal): Promise<ListedVolume> {
    const body = { Name: name, Driver: driver, DriverOpts: options, Labels: labels };
    const call: Call = { method: 'POST', path: '/volumes/create', body, timeoutMs: CREATE_TIMEOUT_MS };
    return parseVolume(await this.#call(name, call, signal), 'the new volume');
  }

  async remove(name: string, signal: AbortSignal): Promise<void> {
    // Never by force: that only hides what a driver failed at.
    const call: Call = { method: 'DELETE', path: volumePath(name), timeoutMs: REMOVE_TIMEOUT_MS, isLong: true };
    await this.#call(name, call, signal);
  }

  async #call(name: string, call: Call, signal: AbortSignal): Promise<unknown> {
    try {
      return await this.#send(call, signal);
    } catch (thrown) {
      throw volumeError(thrown, name);
    }
  }
}
