import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Engine, Log } from '#main/engine/engine.ts';
import { HELPER_LABEL } from '#main/engine/helper-label.ts';
import { containerSpec } from '#shared/contract/container-spec.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** In no image: Docker copies what an image has at the place of an empty volume into it. */
const MOUNT = '/quayside-volume';
/** Whatever happened, it is tried this long to leave nothing behind. */
const REMOVE_MS = 30_000;

export interface VolumeAt {
  /** The helper container. */
  readonly container: string;
  /** Where the volume is in it. */
  readonly folder: string;
}

/**
 * Reaches the files of volumes. Docker gives them out only through a container, so one is made from the smallest image that is
 * here and never started: no program of it runs, and any image will do. What is left of a crash is found by its label.
 */
export class VolumeHelpers {
  readonly #log: Log;
  readonly #own = `${hostname()}/${process.pid}`;
  readonly #active = new Set<string>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Throws `conflict` where there is no image to make a container of. */
  async need(engine: Engine, signal: AbortSignal): Promise<void> {
    await smallestImage(engine, signal);
  }

  /** Throws `not_found` where there is no such volume, `conflict` where there is no image at all. */
  async with<T>(
    engine: Engine,
    volume: string,
    { isReadOnly }: { isReadOnly: boolean },
    signal: AbortSignal,
    work: (at: VolumeAt) => Promise<T>,
  ): Promise<T> {
    const image = await smallestImage(engine, signal);
    const before = await engine.volumes.inspect(volume, signal);
    const name = `quayside-volume-${randomBytes(4).toString('hex')}`;
    this.#active.add(name);
    try {
      const { id } = await engine.containers.create(
        containerSpec.parse({
          name,
          image,
          command: ['true'],
          networkMode: 'none',
          labels: { [HELPER_LABEL]: this.#own },
          mounts: [{ type: 'volume', source: volume, destination: MOUNT, isReadOnly }],
        }),
        signal,
      );
      try {
        // One that was removed since was made anew by this very container, and is empty.
        const { CreatedAt } = await engine.volumes.inspect(volume, signal);
        if (CreatedAt !== before.CreatedAt) throw gone(volume);
        return await work({ container: id, folder: MOUNT });
      } catch (thrown) {
        throw await this.#explained(engine, id, thrown, signal);
      } finally {
        await this.#remove(engine, id);
      }
    } finally {
      this.#active.delete(name);
    }
  }

  /** Removes what this computer left on an engine and no process of it uses any more. */
  async sweep(engine: Engine, signal: AbortSignal): Promise<void> {
    for (const { Id, Names, Labels } of await engine.list(signal)) {
      const owner = Labels[HELPER_LABEL];
      const isActive = Names.some((name) => this.#active.has(name.replace(/^\//, '')));
      if (owner === undefined || isActive || !this.#isLeft(owner)) continue;
      await this.#remove(engine, Id);
      this.#log.info('Removed a helper container that an earlier run had left.', { container: Id.slice(0, 12) });
    }
  }

  /** What belongs to another computer is not ours to judge. */
  #isLeft(owner: string): boolean {
    const [host, pid = ''] = owner.split(/\/(?=[^/]*$)/);
    if (owner === this.#own) return true;
    if (host !== hostname() || !/^[1-9]\d{0,9}$/.test(pid)) return false;
    try {
      process.kill(Number(pid), 0);
      return false;
    } catch (thrown) {
      return (thrown as { code?: unknown }).code === 'ESRCH';
    }
  }

  async #remove(engine: Engine, id: string): Promise<void> {
    try {
      // The volumes that its image asks for go with it; the one that it was made for has a name and stays.
      await engine.containers.remove(id, { isForced: true, volumes: true }, AbortSignal.timeout(REMOVE_MS));
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'not_found') return;
      this.#log.warn('A helper container could not be removed; it is tried again with the next connection.', {
        container: id.slice(0, 12),
        thrown: String(thrown),
      });
    }
  }

  /** Docker only breaks off where a container goes while its files are read or written. */
  async #explained(engine: Engine, id: string, thrown: unknown, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted || !(thrown instanceof AppError)) return thrown;
    if (thrown.code !== 'engine_error' && thrown.code !== 'not_found') return thrown;
    const isThere = await engine.inspect(id, signal).then(
      () => true,
      (why: unknown) => !(why instanceof AppError && why.code === 'not_found'),
    );
    if (isThere) return thrown;
    return new AppError('conflict', 'The container that reaches into the volume was removed in the middle of it.', {
      reason: 'removed',
      hint: 'Try again, and leave it until it is done.',
      cause: thrown,
    });
  }
}

async function smallestImage(engine: Engine, signal: AbortSignal): Promise<string> {
  const images = await engine.images.list(signal);
  const [smallest] = images.toSorted((a, b) => a.Size - b.Size);
  if (smallest) return smallest.Id;
  throw new AppError(
    'conflict',
    "Docker reaches into a volume only through a container, and there's no image to make one of.",
    {
      hint: 'Pull any image, such as busybox, and try again.',
    },
  );
}

const gone = (volume: string): AppError =>
  new AppError('not_found', `The volume ${volume} was removed in the middle of it.`, {
    field: 'volume',
    reason: 'removed',
  });
