import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Engine, Log } from '#main/engine/engine.ts';
import { HELPER_LABEL } from '#main/engine/helper-label.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { containerSpec } from '#shared/contract/container-spec.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** In no image: Docker copies what an image has at the place of an empty volume into it. */
const MOUNT = '/quayside-volume';
/** Whatever happened, it is tried this long to leave nothing behind. */
const REMOVE_MS = 30_000;
const CREATE_MS = 30_000;
/** The page asks again every 30 s while somebody looks. */
const BROWSED_MS = 90_000;

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
  readonly #clock: Clock;
  readonly #browsed = new Map<
    string,
    { readonly opened: Promise<VolumeAt & { close(): Promise<void> }>; timer: Disposable | undefined }
  >();
  readonly #own = `${hostname()}/${process.pid}`;
  readonly #active = new Set<string>();

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
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
    const opened = await this.#open(engine, volume, isReadOnly, signal);
    try {
      return await work(opened);
    } catch (thrown) {
      throw await this.#explained(engine, opened.container, thrown, signal);
    } finally {
      await opened.close();
    }
  }

  /** The same for as long as somebody looks: each call keeps it for another while. */
  async browse(engine: Engine, volume: string, signal: AbortSignal): Promise<VolumeAt> {
    const key = keyOf(engine, volume);
    const before = this.#browsed.get(key);
    const isThere = before !== undefined && (await isContainer(engine, (await before.opened).container, signal));
    // Somebody took it away: the next one has another id.
    if (before !== undefined && !isThere) await this.endBrowse(engine, volume);
    const now = this.#browsed.get(key) ?? { opened: this.#open(engine, volume, false, signal), timer: undefined };
    this.#browsed.set(key, now);
    now.timer?.dispose();
    now.timer = this.#clock.after(BROWSED_MS, () => void this.endBrowse(engine, volume));
    try {
      return await now.opened;
    } catch (thrown) {
      now.timer.dispose();
      this.#browsed.delete(key);
      throw thrown;
    }
  }

  async endBrowse(engine: Engine, volume: string): Promise<void> {
    const key = keyOf(engine, volume);
    const held = this.#browsed.get(key);
    if (!held) return;
    held.timer?.dispose();
    this.#browsed.delete(key);
    await (await held.opened).close();
  }

  /** What is still looked at goes; what cannot go now is found at the next start. */
  async dispose(): Promise<void> {
    const held = [...this.#browsed.values()];
    this.#browsed.clear();
    for (const { timer } of held) timer?.dispose();
    await Promise.allSettled(held.map(async ({ opened }) => (await opened).close()));
  }

  async #open(
    engine: Engine,
    volume: string,
    isReadOnly: boolean,
    signal: AbortSignal,
  ): Promise<VolumeAt & { close(): Promise<void> }> {
    const image = await smallestImage(engine, signal);
    const before = await engine.volumes.inspect(volume, signal);
    const name = `quayside-volume-${randomBytes(4).toString('hex')}`;
    this.#active.add(name);
    const forget = (): void => void this.#active.delete(name);
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
        // Not to be broken off: Docker would make it all the same, and nobody would know its id.
        AbortSignal.timeout(CREATE_MS),
      );
      const close = (): Promise<void> => this.#remove(engine, id).finally(forget);
      try {
        if (signal.aborted) throw new AppError('conflict', 'This was cancelled.', { reason: 'cancelled' });
        // One that was removed since was made anew by this very container, and is empty.
        const { CreatedAt } = await engine.volumes.inspect(volume, signal);
        if (CreatedAt !== before.CreatedAt) {
          await this.#remove(engine, id);
          await engine.volumes.remove(volume, AbortSignal.timeout(REMOVE_MS));
          throw gone(volume);
        }
      } catch (thrown) {
        await close();
        throw thrown;
      }
      return { container: id, folder: MOUNT, close };
    } catch (thrown) {
      // Made after all, where its answer came too late.
      await this.#remove(engine, name);
      forget();
      throw thrown;
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
        container: id,
        thrown: String(thrown),
      });
    }
  }

  /** Docker only breaks off where a container goes while its files are read or written. */
  async #explained(engine: Engine, id: string, thrown: unknown, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted || !(thrown instanceof AppError)) return thrown;
    if (thrown.code !== 'engine_error' && thrown.code !== 'not_found') return thrown;
    if (await isContainer(engine, id, signal)) return thrown;
    return new AppError('conflict', 'The container that reaches into the volume was removed in the middle of it.', {
      reason: 'removed',
      hint: 'Try again, and leave it until it is done.',
      cause: thrown,
    });
  }
}

const keyOf = (engine: Engine, volume: string): string => `${engine.endpoint} ${volume}`;

/** Also where it could not be asked. */
const isContainer = (engine: Engine, id: string, signal: AbortSignal): Promise<boolean> =>
  engine.inspect(id, signal).then(
    () => true,
    (why: unknown) => !(why instanceof AppError && why.code === 'not_found'),
  );

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
