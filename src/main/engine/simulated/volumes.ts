import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { cancelled } from '#main/engine/engine-error.ts';
import { volumePath } from '#main/engine/engine-path.ts';
import type { EngineVolumes, NewVolume } from '#main/engine/engine-volumes.ts';
import { SimulatedDisk } from '#main/engine/simulated/disk.ts';
import { hexId, type Random } from '#main/engine/simulated/random.ts';
import type { SystemDf } from '#main/engine/system-json.ts';
import { volumeError } from '#main/engine/volume-error.ts';
import type { ListedVolume } from '#main/engine/volume-json.ts';

const HOUR_MS = 3_600_000;
const MB = 1e6;

interface Made {
  readonly name: string;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly bytes: number;
  readonly disk: SimulatedDisk;
}

export interface SimulatedVolumesOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Those that containers mount. */
  readonly names: readonly string[];
  /** So many more, that nobody uses. */
  readonly more: number;
  users(name: string): readonly { readonly id: string }[];
  tell(action: string, name: string): void;
}

/** Volumes without Docker: they can be made and removed, and refuse as the real ones do. */
export class SimulatedVolumes implements EngineVolumes {
  readonly #options: SimulatedVolumesOptions;
  readonly #volumes = new Map<string, Made>();

  constructor(options: SimulatedVolumesOptions) {
    this.#options = options;
    const { random, names, more } = options;
    const labelsOf = (name: string) => ({ 'com.docker.compose.project': name.split('_')[0] ?? '' });
    names.forEach((name, i) => this.#make(name, 200 * MB, 48 + i, labelsOf(name)));
    this.#make('shop_uploads-old', 64 * MB, 900, labelsOf('shop'));
    this.#make(hexId(random), 36 * MB, 300, { 'com.docker.volume.anonymous': '' });
    for (let i = 0; i < more; i++) this.#make(`many_data-${i}`, i * MB, 300 + i, labelsOf('many'));
  }

  /** Throws where there is no such volume. */
  diskOf(name: string): SimulatedDisk {
    return this.#find(name).disk;
  }

  sizes(): SystemDf['Volumes'] {
    return [...this.#volumes.values()].map(({ name, bytes }) => ({
      Name: name,
      UsageData: { Size: bytes, RefCount: this.#options.users(name).length },
    }));
  }

  list(signal: AbortSignal): Promise<ListedVolume[]> {
    return answer(signal, () => [...this.#volumes.values()].map(listed));
  }

  inspect(name: string, signal: AbortSignal): Promise<ListedVolume> {
    return answer(signal, () => listed(this.#find(name)));
  }

  create({ name, driver, options, labels }: NewVolume, signal: AbortSignal): Promise<ListedVolume> {
    return answer(signal, () => {
      const found = name === undefined ? undefined : this.#volumes.get(name);
      if (found) return listed(found);
      if (driver !== 'local')
        throw volumeError(new AppError('not_found', `error looking up volume plugin ${driver}: plugin not found`), '');
      const own = name === undefined ? { ...labels, 'com.docker.volume.anonymous': '' } : labels;
      const made = this.#make(name ?? hexId(this.#options.random), 0, 0, own, options);
      this.#options.tell('create', made.name);
      return listed(made);
    });
  }

  /** As a container asks for them: made where there is none. */
  need(name: string): void {
    if (this.#volumes.has(name)) return;
    this.#make(name, 0, 0, /^[0-9a-f]{64}$/.test(name) ? { 'com.docker.volume.anonymous': '' } : {});
    this.#options.tell('create', name);
  }

  /** With the container that had it. */
  drop(name: string): void {
    if (this.#options.users(name).length === 0 && this.#volumes.delete(name)) this.#options.tell('destroy', name);
  }

  remove(name: string, signal: AbortSignal): Promise<void> {
    return answer(signal, () => {
      this.#find(name);
      const users = this.#options.users(name);
      if (users.length > 0) {
        const ids = users.map(({ id }) => id).join(', ');
        throw volumeError(new AppError('conflict', `remove ${name}: volume is in use - [${ids}]`), name);
      }
      this.#volumes.delete(name);
      this.#options.tell('destroy', name);
    });
  }

  #make(
    name: string,
    bytes: number,
    hoursAgo: number,
    labels: Readonly<Record<string, string>>,
    options: Readonly<Record<string, string>> = {},
  ): Made {
    const createdAt = this.#options.clock.now() - hoursAgo * HOUR_MS;
    const disk = new SimulatedDisk(undefined, createdAt);
    if (bytes > 0) disk.writeFile('/data.bin', Buffer.alloc(4096, name), createdAt);
    const made: Made = { name, driver: 'local', options, labels, createdAt, bytes, disk };
    this.#volumes.set(name, made);
    return made;
  }

  #find(name: string): Made {
    volumePath(name);
    const found = this.#volumes.get(name);
    if (!found) throw volumeError(new AppError('not_found', `get ${name}: no such volume`), name);
    return found;
  }
}

const listed = ({ name, driver, options, labels, createdAt }: Made): ListedVolume => ({
  Name: name,
  Driver: driver,
  Mountpoint: `/var/lib/docker/volumes/${name}/_data`,
  Scope: 'local',
  // To the second, as Docker tells it.
  CreatedAt: `${new Date(createdAt).toISOString().slice(0, 19)}Z`,
  Labels: { ...labels },
  Options: { ...options },
});

async function answer<T>(signal: AbortSignal, what: () => T): Promise<T> {
  await Promise.resolve();
  if (signal.aborted) throw cancelled();
  return what();
}
