import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { Stack } from '#shared/contract/stacks.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { hostReach, volumeReach } from '#main/containers/host-reach.ts';
import { isRemote } from '#main/engine/engine-info.ts';
import type { Log } from '#main/engine/engine.ts';
import type { ProjectModel, StackText } from '#main/stacks/compose/model.ts';
import { type ReadStack, readStack } from '#main/stacks/compose/read-stack.ts';
import type { Where } from '#main/stacks/plan/compose-labels.ts';
import type { KnownTarget } from '#main/stacks/stack-watch.ts';
import { TargetStore, type TargetVersion } from '#main/stacks/target-store.ts';

const MOST_FILE_BYTES = 500_000;

export interface StackTargetsOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** '' keeps nothing beyond the end of the program. */
  readonly folder: string;
  /** Of the engine that is used now: each has targets of its own. */
  endpoint(): string;
}

/** The targets of the engine that is used, as they were set and as what they mean. */
export class StackTargets implements Disposable {
  readonly #options: StackTargetsOptions;
  readonly #stores = new Map<string, TargetStore>();
  readonly #read = new Map<string, { version: number; read: ReadStack }>();
  readonly #changes = new Emitter<void>();
  readonly #jobs = new Map<string, string>();
  readonly #drifts = new Map<string, Stack['drift']>();

  constructor(options: StackTargetsOptions) {
    this.#options = options;
  }

  get store(): TargetStore {
    const { clock, log, folder } = this.#options;
    const endpoint = this.#options.endpoint();
    const found = this.#stores.get(endpoint);
    if (found) return found;
    const own = folder === '' ? '' : join(folder, folderOf(endpoint));
    const store = new TargetStore({ clock, log, folder: own });
    store.onChange(() => this.#changes.fire());
    this.#stores.set(endpoint, store);
    return store;
  }

  /** What the target of a stack means; read anew where `isFresh`, for files beside it may be others by now. */
  read(name: string, isFresh = false): ReadStack {
    const key = this.#key(name);
    const target = this.current(name);
    const known = this.#read.get(key);
    if (known && known.version === target.version && !isFresh) return known.read;
    const read = readStack(this.text(name, target));
    this.#read.set(key, { version: target.version, read });
    return read;
  }

  /** Throws `bad_request` for a target with errors. */
  project(name: string): ProjectModel {
    const { project, problems } = this.read(name, true);
    if (project) return project;
    const errors = problems.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    const where = first
      ? `${first.file === undefined ? '' : `${first.file}, `}line ${first.line}: ${first.message}`
      : '';
    throw new AppError(
      'bad_request',
      `The target has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}: ${where}`,
      {
        field: 'compose',
        hint: 'Mend its compose text first.',
      },
    );
  }

  current(name: string): TargetVersion {
    const found = this.store.need(name).versions.at(-1);
    if (!found) throw new AppError('not_found', `No target is kept for a stack "${name}".`, { field: 'name' });
    return found;
  }

  text(name: string, version: Omit<TargetVersion, 'version' | 'setAt' | 'setBy'>): StackText {
    const { compose, env, files, folder, isLocal } = version;
    return { name, compose, env, files, folder, isLocal, ownFolder: this.ownFolder(name), readFile: this.#readFile() };
  }

  /** By what its containers and volumes get at the machine, beside the folder that is Quayside's own. */
  reach(name: string): string[] {
    const own = this.ownFolder(name);
    const isOwn = (path: string): boolean => path === own || path.startsWith(`${own}/`);
    const { services, volumes } = this.project(name);
    return [
      ...[...services.values()].flatMap(({ spec, carried }) => hostReach(spec, carried, isOwn)),
      ...[...volumes.values()].flatMap(({ options }) => volumeReach(options)),
    ];
  }

  where(name: string): Where {
    const ownFolder = this.ownFolder(name);
    return { folder: this.current(name).folder ?? ownFolder, composeFile: join(ownFolder, 'compose.yaml') };
  }

  ownFolder(name: string): string {
    const kept = this.store.filesFolder(name);
    return kept === '' ? join(tmpdir(), `quayside-stacks-${process.pid}`, name) : kept;
  }

  jobOf(name: string): string | undefined {
    return this.#jobs.get(this.#key(name));
  }

  setJob(name: string, job: string | undefined): void {
    if (job === undefined) this.#jobs.delete(this.#key(name));
    else this.#jobs.set(this.#key(name), job);
    this.#changes.fire();
  }

  setDrift(name: string, drift: Stack['drift']): void {
    this.#drifts.set(this.#key(name), drift);
    this.#changes.fire();
  }

  all(): readonly KnownTarget[] {
    const { store } = this;
    return store.names().map((name) => this.#known(name, store));
  }

  onChange(listener: () => void): Disposable {
    return this.#changes.on(listener);
  }

  /** Another engine: other targets. */
  changed(): void {
    this.#changes.fire();
  }

  dispose(): void {
    for (const store of this.#stores.values()) store.dispose();
    this.#changes.clear();
  }

  #known(name: string, store: TargetStore): KnownTarget {
    const { applied, history } = store.need(name);
    const { version, folder } = this.current(name);
    const { project, problems } = this.read(name);
    const active = [...(project?.services.values() ?? [])].filter(({ isActive }) => isActive);
    const job = this.jobOf(name) ?? null;
    const last = history.at(-1)?.result;
    return {
      name,
      folder: folder ?? this.ownFolder(name),
      // What cannot be read says nothing of how many there should be.
      wanted: new Map(active.map((one) => [one.name, one.scale])),
      errors: problems.filter(({ severity }) => severity === 'error').length,
      lastAppliedAt: applied?.at ?? null,
      isChanged: applied !== null && applied.version !== version,
      isUnfinished: job === null && last !== undefined && last !== 'done' && last !== 'running',
      job,
      drift: this.#drifts.get(this.#key(name)) ?? null,
    };
  }

  #key(name: string): string {
    return `${this.#options.endpoint()}\0${name}`;
  }

  /** Only where the engine sees the same files as this program. */
  #readFile(): (path: string) => string | undefined {
    const isHere = !isRemote(this.#options.endpoint());
    return (path) => {
      try {
        return isHere && statSync(path).size <= MOST_FILE_BYTES ? readFileSync(path, 'utf8') : undefined;
      } catch {
        // Told at the line that names it.
        return undefined;
      }
    };
  }
}

/** A name that says which engine it is, and is no other's. */
function folderOf(endpoint: string): string {
  const words = endpoint.replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `${words.slice(-40)}-${createHash('sha256').update(endpoint).digest('hex').slice(0, 8)}`;
}
