import type { CallIn } from '#shared/contract/index.ts';
import type { PrunePlan } from '#shared/contract/prune.ts';
import type { RestoreMode } from '#shared/contract/volume-files.ts';
import type { Volume } from '#shared/contract/volumes.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { ConnectionStore } from '#renderer/stores/connection-store.ts';
import type { JobsStore } from '#renderer/stores/jobs-store.ts';
import { Removals } from '#renderer/stores/removals.ts';
import { tellJobEnd } from '#renderer/stores/tell-job-end.ts';
import { tellPruned } from '#renderer/stores/tell-pruned.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

export type WhichVolumes = 'named' | 'anonymous';

export interface VolumeActsDeps {
  readonly api: Api;
  readonly toasts: ToastsStore;
  readonly jobs: JobsStore;
  readonly connection: ConnectionStore;
}

export interface Restore {
  readonly volume: string;
  readonly into: RestoreMode;
  readonly whileInUse: boolean;
}

/** What can be done with volumes. What takes long is a job; its end is told wherever the reader is by then. */
export class VolumeActsStore {
  /** With all their data. */
  readonly removals: Removals<Volume>;
  readonly #deps: VolumeActsDeps;

  constructor(deps: VolumeActsDeps) {
    this.#deps = deps;
    const { api, toasts } = deps;
    this.removals = new Removals({
      toasts,
      noun: 'volume',
      keyOf: ({ name }) => name,
      remove: ({ name }) => api.call('volumes.remove', { volume: name }),
    });
  }

  /** Rejects with what is wrong, by its field. */
  async create(wanted: CallIn<'volumes.create'>): Promise<void> {
    const made = await this.#deps.api.call('volumes.create', wanted);
    this.#deps.toasts.show({ title: `Created ${made.name}` });
  }

  /** `saveFile` gets the bytes in a browser; in the window they are in a file by then, which its owner named. */
  async backup(volume: string, shown: string, saveFile: (bytes: Blob) => void): Promise<void> {
    const { api, connection, toasts } = this.#deps;
    const failed = `Couldn't back up ${shown}`;
    try {
      const { job, url } = await api.call('volumes.backup', { volume });
      if (job === null) return;
      void tellJobEnd(this.#deps, job, { done: `Backed up ${shown}`, failed, saysMore: true });
      if (url !== undefined) connection.download(url).then(saveFile, () => undefined);
    } catch (error) {
      const { message, hint } = error as AppError;
      toasts.show({ title: failed, text: [message, hint].filter(Boolean).join(' '), isError: true });
    }
  }

  /**
   * From `file` in a browser; in the window its owner chooses one. Whether it was begun: false where no file was chosen.
   * Rejects with what is wrong, by its field.
   */
  async restore(wanted: Restore, file?: File): Promise<boolean> {
    const { api, connection } = this.#deps;
    const { job, url } = await api.call('volumes.restore', wanted);
    if (job === null) return false;
    const { volume } = wanted;
    void tellJobEnd(this.#deps, job, {
      done: `Restored ${volume}`,
      failed: `Couldn't restore ${volume}`,
      saysMore: true,
    });
    // What goes wrong with it the job tells.
    if (url !== undefined && file) connection.upload(url, file).catch(() => undefined);
    return true;
  }

  /** Rejects with what is wrong, by its field. */
  async clone(volume: string, name: string): Promise<void> {
    const { job } = await this.#deps.api.call('volumes.clone', { volume, name });
    void tellJobEnd(this.#deps, job, { done: `Cloned ${volume} to ${name}`, failed: `Couldn't clone ${volume}` });
  }

  plan(which: WhichVolumes): Promise<PrunePlan> {
    return this.#deps.api.call('volumes.prunePlan', { filters: { which } });
  }

  /** Removes what is ticked of a plan, and says what was skipped and why. Rejects where nothing could be done. */
  async prune({ plan, items }: PrunePlan, ticked: ReadonlySet<string>): Promise<void> {
    const only = items.flatMap(({ id }) => (ticked.has(id) ? [id] : []));
    const { api, toasts } = this.#deps;
    tellPruned(toasts, 'volume', await api.call('volumes.prune', { plan, only }), items);
  }
}
