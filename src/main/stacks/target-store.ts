import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import { stableKey } from '#shared/base/stable-key.ts';
import { APPLIERS, HISTORY_RESULTS, type StackHistoryEntry, stackHistoryEntry } from '#shared/contract/stacks.ts';
import { z } from '#shared/contract/zod.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Log } from '#main/engine/engine.ts';
import { readPrivate, setAside, writePrivate } from '#main/security/private-file.ts';

/** Versions of a target that one can go back to. */
const VERSIONS = 30;
const ENTRIES = 100;

const version = z.object({
  version: z.number(),
  compose: z.string(),
  env: z.string(),
  files: z.record(z.string(), z.string()),
  folder: z.string().nullable(),
  setAt: z.string(),
  setBy: z.string(),
  /** At this computer, and not over the network. */
  isLocal: z.boolean().default(false),
});
export type TargetVersion = z.infer<typeof version>;

const stored = z.object({
  name: z.string(),
  /** Oldest first; the last one is the target. */
  versions: z.array(version).min(1),
  /** Oldest first. */
  history: z.array(stackHistoryEntry),
  applied: z.object({ version: z.number(), at: z.string() }).nullable(),
  /** By whom the last apply was done, as it was chosen. */
  appliesWith: z.enum(APPLIERS).default(APPLIERS[0]),
});
export type StoredTarget = z.infer<typeof stored>;

export interface TargetStoreOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** '' keeps nothing beyond the end of the program. */
  readonly folder: string;
}

/** The targets of one engine, each with its earlier versions and what was applied, in a folder of its own. */
export class TargetStore {
  readonly #options: TargetStoreOptions;
  readonly #targets = new Map<string, StoredTarget>();
  readonly #changes = new Emitter<string>();

  constructor(options: TargetStoreOptions) {
    this.#options = options;
    this.#load();
  }

  names(): string[] {
    return [...this.#targets.keys()].sort();
  }

  get(name: string): StoredTarget | undefined {
    return this.#targets.get(name);
  }

  /** Throws `not_found`. */
  need(name: string): StoredTarget {
    const found = this.#targets.get(name);
    if (found) return found;
    throw new AppError('not_found', `No target is kept for a stack "${name}".`, {
      field: 'name',
      hint: 'Set its compose text first.',
    });
  }

  versionOf(name: string, wanted: number): TargetVersion {
    const found = this.need(name).versions.find((one) => one.version === wanted);
    if (found) return found;
    throw new AppError('not_found', `Version ${wanted} of this target is not kept.`, {
      field: 'version',
      hint: `The last ${VERSIONS} are.`,
    });
  }

  /** Another version; the same text again is none. Gives its number. */
  set(name: string, wanted: Omit<TargetVersion, 'version' | 'setAt'>): number {
    const old = this.#targets.get(name);
    const last = old?.versions.at(-1);
    if (last && isSame(last, wanted)) return last.version;
    const next: TargetVersion = {
      ...wanted,
      version: (last?.version ?? 0) + 1,
      setAt: new Date(this.#options.clock.now()).toISOString(),
    };
    const kept = [...(old?.versions ?? []), next];
    // What is applied stays readable, however often the target was set since.
    const cut = kept.filter((one, i) => i >= kept.length - VERSIONS || one.version === old?.applied?.version);
    this.#write({
      name,
      versions: cut,
      history: old?.history ?? [],
      applied: old?.applied ?? null,
      appliesWith: old?.appliesWith ?? APPLIERS[0],
    });
    return next.version;
  }

  begin(name: string, entry: Pick<StackHistoryEntry, 'version' | 'by' | 'appliedWith'>): number {
    const target = this.need(name);
    const number = (target.history.at(-1)?.entry ?? 0) + 1;
    const begun: StackHistoryEntry = {
      ...entry,
      entry: number,
      startedAt: new Date(this.#options.clock.now()).toISOString(),
      endedAt: null,
      result: 'running',
      summary: '',
    };
    const appliesWith = entry.appliedWith === undefined ? 'quayside' : 'compose';
    this.#write({ ...target, appliesWith, history: [...target.history, begun].slice(-ENTRIES) });
    return number;
  }

  end(name: string, entry: number, how: Pick<StackHistoryEntry, 'result' | 'summary' | 'error'>): void {
    const target = this.#targets.get(name);
    if (!target) return;
    const endedAt = new Date(this.#options.clock.now()).toISOString();
    const history = target.history.map((one) => (one.entry === entry ? { ...one, ...how, endedAt } : one));
    const version_ = history.find((one) => one.entry === entry)?.version;
    const applied =
      how.result === 'done' && version_ !== undefined ? { version: version_, at: endedAt } : target.applied;
    this.#write({ ...target, history, applied });
  }

  remove(name: string): void {
    if (!this.#targets.delete(name)) return;
    const { folder } = this.#options;
    if (folder !== '') rmSync(join(folder, name), { recursive: true, force: true });
    this.#changes.fire(name);
  }

  /** Where the files of a stack lie for its containers; '' where nothing is kept. */
  filesFolder(name: string): string {
    const { folder } = this.#options;
    return folder === '' ? '' : join(folder, name, 'files');
  }

  onChange(listener: (name: string) => void): Disposable {
    return this.#changes.on(listener);
  }

  dispose(): void {
    this.#changes.clear();
  }

  #write(target: StoredTarget): void {
    const { folder } = this.#options;
    if (folder !== '') {
      try {
        writePrivate(join(folder, target.name, 'stack.json'), JSON.stringify(target));
      } catch (thrown) {
        const isFull = (thrown as { code?: unknown }).code === 'ENOSPC';
        throw new AppError(
          'conflict',
          isFull ? 'The disk is full: the target was not kept.' : 'The target could not be kept.',
          {
            hint: 'Look at the folder that Quayside keeps its data in.',
            cause: thrown,
          },
        );
      }
    }
    this.#targets.set(target.name, target);
    this.#changes.fire(target.name);
  }

  #load(): void {
    const { folder, log, clock } = this.#options;
    if (folder === '') return;
    for (const name of namesIn(folder)) {
      const file = join(folder, name, 'stack.json');
      try {
        const text = readPrivate(file);
        if (text === undefined) continue;
        const target = stored.parse(JSON.parse(text));
        this.#targets.set(name, { ...target, name, history: target.history.map(interrupted) });
      } catch (thrown) {
        log.error('the target of a stack could not be read; it is kept aside', { file, thrown });
        try {
          setAside(file, clock.now());
        } catch (failed) {
          // A home that cannot be written: the program starts all the same, and the file stays where it is.
          log.warn('a file could not be kept aside', { file, thrown: failed });
        }
      }
    }
  }
}

/** The program that ran it is gone. */
const interrupted = (entry: StackHistoryEntry): StackHistoryEntry =>
  entry.result === HISTORY_RESULTS[0]
    ? { ...entry, result: 'interrupted', error: 'Quayside ended while it ran.' }
    : entry;

function isSame(a: TargetVersion, b: Omit<TargetVersion, 'version' | 'setAt'>): boolean {
  return (
    a.compose === b.compose &&
    a.env === b.env &&
    a.folder === b.folder &&
    a.isLocal === b.isLocal &&
    stableKey(a.files) === stableKey(b.files)
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code === 'ENOENT') return [];
    throw thrown;
  }
}
