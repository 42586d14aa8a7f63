import type { CallIn, Result } from '#shared/contract/index.ts';
import type { PrunePlan } from '#shared/contract/prune.ts';
import { plural } from '#shared/format/quantity.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { ConnectionStore } from '#renderer/stores/connection-store.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import type { JobsStore } from '#renderer/stores/jobs-store.ts';
import { tellJobEnd } from '#renderer/stores/tell-job-end.ts';
import { tellPruned } from '#renderer/stores/tell-pruned.ts';
import { Removals } from '#renderer/stores/removals.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

export type WhichImages = 'dangling' | 'unused';

export interface ImageActsDeps {
  readonly api: Api;
  readonly jobs: JobsStore;
  readonly toasts: ToastsStore;
  readonly connection: ConnectionStore;
}

/** What can be done with images. What takes long is a job; its end is told wherever the reader is by then. */
export class ImageActsStore {
  /** Takes the name off; the last name takes the image with it. */
  readonly removals: Removals<ImageRow>;
  readonly #deps: ImageActsDeps;

  constructor(deps: ImageActsDeps) {
    this.#deps = deps;
    this.removals = new Removals({
      toasts: deps.toasts,
      noun: 'image',
      keyOf: ({ key }) => key,
      remove: ({ key }) => deps.api.call('images.remove', { image: key }),
    });
  }

  /** Rejects with what is wrong with the name, by its field. */
  async pull(wanted: CallIn<'images.pull'>): Promise<void> {
    const { job } = await this.#deps.api.call('images.pull', wanted);
    this.#tellEnd(job, `Pulled ${wanted.reference}`, `Couldn't pull ${wanted.reference}`);
  }

  async push(reference: string): Promise<void> {
    const { job } = await this.#deps.api.call('images.push', { reference });
    this.#tellEnd(job, `Pushed ${reference}`, `Couldn't push ${reference}`);
  }

  async build(wanted: CallIn<'images.build'>): Promise<void> {
    const { job } = await this.#deps.api.call('images.build', wanted);
    this.#tellEnd(job, `Built ${wanted.tag}`, `Couldn't build ${wanted.tag}`);
  }

  /** The folder that the owner of this computer chose, and the Dockerfiles in it; null for none. */
  chooseContext(): Promise<Result<'images.chooseContext'>> {
    return this.#deps.api.call('images.chooseContext', {});
  }

  async tag(image: string, reference: string): Promise<void> {
    const named = await this.#deps.api.call('images.tag', { image, reference });
    this.#deps.toasts.show({ title: `Tagged ${named.reference}` });
  }

  /** `saveFile` gets the bytes in a browser; in the window they are in a file by then. */
  async save(names: readonly string[], saveFile: (bytes: Blob) => void): Promise<void> {
    const { api, connection } = this.#deps;
    const what = names.length === 1 ? (names[0] ?? '') : plural(names.length, 'image');
    await this.#begin(`Couldn't save ${what}`, async () => {
      const { job, url } = await api.call('images.save', { images: [...names] });
      if (job === null) return;
      this.#tellEnd(job, `Saved ${what}`, `Couldn't save ${what}`, true);
      if (url !== undefined) connection.download(url).then(saveFile, () => undefined);
    });
  }

  /** The owner of this computer chooses the file. */
  async load(): Promise<void> {
    await this.#begin("Couldn't load images", async () => {
      const { job } = await this.#deps.api.call('images.load', {});
      if (job !== null) this.#tellEnd(job, 'Loaded', "Couldn't load images", true);
    });
  }

  plan(which: WhichImages): Promise<PrunePlan> {
    return this.#deps.api.call('images.prunePlan', { filters: { which } });
  }

  /** Removes what is ticked of a plan, and says what was skipped and why. Rejects where nothing could be done. */
  async prune({ plan, items }: PrunePlan, ticked: ReadonlySet<string>): Promise<void> {
    const { api, toasts } = this.#deps;
    const only = items.flatMap(({ id }) => (ticked.has(id) ? [id] : []));
    const { removed, bytes, skipped } = await api.call('images.prune', { plan, only });
    tellPruned(toasts, 'image', { removed, bytes, skipped }, items);
  }

  async #begin(failed: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { message, hint } = error as AppError;
      this.#deps.toasts.show({ title: failed, text: [message, hint].filter(Boolean).join(' '), isError: true });
    }
  }

  #tellEnd(job: string, done: string, failed: string, saysMore = false): void {
    void tellJobEnd(this.#deps, job, { done, failed, saysMore });
  }
}
