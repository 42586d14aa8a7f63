import { makeAutoObservable, observable, runInAction, when } from 'mobx';
import type { CallIn, Result } from '#shared/contract/index.ts';
import { size } from '#shared/format/bytes.ts';
import { plural, words } from '#shared/format/quantity.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { ConnectionStore } from '#renderer/stores/connection-store.ts';
import type { ImageRow } from '#renderer/stores/images-store.ts';
import type { JobsStore } from '#renderer/stores/jobs-store.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

export type PrunePlan = Result<'images.prunePlan'>;
export type WhichImages = 'dangling' | 'unused';

export interface ImageActsDeps {
  readonly api: Api;
  readonly jobs: JobsStore;
  readonly toasts: ToastsStore;
  readonly connection: ConnectionStore;
}

/** What can be done with images. What takes long is a job; its end is told wherever the reader is by then. */
export class ImageActsStore {
  /** Why an image could not be removed, by the key of its row, until it is dismissed. */
  readonly failures = observable.map<string, string>([], { deep: false });
  readonly busy = observable.set<string>([], { deep: false });
  readonly #deps: ImageActsDeps;

  constructor(deps: ImageActsDeps) {
    this.#deps = deps;
    makeAutoObservable(this, { failures: false, busy: false });
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
      this.#tellEnd(job, `Saved ${what}`, `Couldn't save ${what}`);
      if (url !== undefined) connection.download(url).then(saveFile, () => undefined);
    });
  }

  /** The owner of this computer chooses the file. */
  async load(): Promise<void> {
    await this.#begin("Couldn't load images", async () => {
      const { job } = await this.#deps.api.call('images.load', {});
      if (job !== null) this.#tellEnd(job, 'Loaded', "Couldn't load images");
    });
  }

  /** Takes the name off; the last name takes the image with it. Why it cannot go stands under its row. */
  async remove(row: ImageRow, isForced = false): Promise<boolean> {
    const { key } = row;
    if (this.busy.has(key)) return false;
    runInAction(() => {
      this.failures.delete(key);
      this.busy.add(key);
    });
    try {
      await this.#deps.api.call('images.remove', { image: key, force: isForced });
      return true;
    } catch (error) {
      const { message, hint } = error as AppError;
      runInAction(() => this.failures.set(key, [message, hint].filter(Boolean).join(' ')));
      return false;
    } finally {
      runInAction(() => this.busy.delete(key));
    }
  }

  /** Several, one after another; says at the end how many went, and that the others say why under their rows. */
  async removeAll(rows: readonly ImageRow[]): Promise<void> {
    let done = 0;
    for (const row of rows) if (await this.remove(row)) done += 1;
    const failed = rows.length - done;
    const rest = failed === 0 ? '' : ` ${failed} stayed: why stands under ${failed === 1 ? 'its row' : 'their rows'}.`;
    this.#deps.toasts.show({
      title: `Removed ${done === 0 ? 'none' : plural(done, 'image')}.${rest}`,
      isError: failed > 0,
    });
  }

  dismiss(key: string): void {
    this.failures.delete(key);
  }

  plan(which: WhichImages): Promise<PrunePlan> {
    return this.#deps.api.call('images.prunePlan', { filters: { which } });
  }

  /** Removes what is ticked of a plan, and says what was skipped and why. Rejects where nothing could be done. */
  async prune({ plan, items }: PrunePlan, ticked: ReadonlySet<string>): Promise<void> {
    const { api, toasts } = this.#deps;
    const only = items.flatMap(({ id }) => (ticked.has(id) ? [id] : []));
    const { removed, bytes, skipped } = await api.call('images.prune', { plan, only });
    const nameOf = (id: string): string => items.find((item) => item.id === id)?.name ?? id.slice(7, 19);
    const why = skipped.map(({ id, reason }) => `${nameOf(id)}: ${reason}`).join(' ');
    toasts.show({
      title: `Removed ${plural(removed.length, 'image')}, ${words(size(bytes))} freed.`,
      ...(skipped.length > 0 && { text: `${skipped.length} skipped. ${why}` }),
      isError: skipped.length > 0,
    });
  }

  async #begin(failed: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { message, hint } = error as AppError;
      this.#deps.toasts.show({ title: failed, text: [message, hint].filter(Boolean).join(' '), isError: true });
    }
  }

  #tellEnd(job: string, done: string, failed: string): void {
    const { jobs, toasts } = this.#deps;
    const find = () => jobs.list.find((one) => one.job === job);
    void when(() => find()?.endedAt !== undefined).then(async () => {
      const ended = find();
      if (ended?.status === 'cancelled') return;
      if (ended?.status === 'failed') {
        const text = [ended.error?.message, ended.error?.hint].filter(Boolean).join(' ');
        toasts.show({ title: failed, text, isError: true });
        return;
      }
      const isFile = ended?.kind === 'save' || ended?.kind === 'load';
      const said = isFile ? (await jobs.output(job).catch(() => [])).at(-1) : undefined;
      toasts.show({ title: done, ...(said !== undefined && { text: said }) });
    });
  }
}
