import { when } from 'mobx';
import type { CallIn } from '#shared/contract/index.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { ConnectionStore } from '#renderer/stores/connection-store.ts';
import type { JobsStore } from '#renderer/stores/jobs-store.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

export interface LogExportsDeps {
  readonly api: Api;
  readonly jobs: JobsStore;
  readonly toasts: ToastsStore;
  readonly connection: ConnectionStore;
}

/** Exports of whole logs that this page began. What becomes of them is told wherever the reader is by then. */
export class LogExportsStore {
  readonly #deps: LogExportsDeps;

  constructor(deps: LogExportsDeps) {
    this.#deps = deps;
  }

  /**
   * Begins an export and gives its job; null where no file was named, or where it could not begin, which is told.
   * `save` gets the bytes in a browser; in the window they are in the file by then.
   */
  async start(wanted: CallIn<'logs.export'>, name: string, save: (bytes: Blob) => void): Promise<string | null> {
    const { api, connection } = this.#deps;
    try {
      const { job, url } = await api.call('logs.export', wanted);
      if (job === null) return null;
      this.#tellEnd(job, name);
      // Whatever breaks it off is the job's end too, and is told as that.
      if (url !== undefined) connection.download(url).then(save, () => undefined);
      return job;
    } catch (thrown) {
      this.#failed(name, thrown as AppError);
      return null;
    }
  }

  find(job: string): Job | undefined {
    return this.#deps.jobs.list.find((one) => one.job === job);
  }

  cancel(job: string): Promise<void> {
    return this.#deps.jobs.cancel(job);
  }

  #tellEnd(job: string, name: string): void {
    const { jobs, toasts } = this.#deps;
    void when(() => this.find(job)?.endedAt !== undefined).then(async () => {
      const ended = this.find(job);
      if (ended?.status === 'failed') return this.#failed(name, ended.error);
      if (ended?.status === 'cancelled') return toasts.show({ title: 'Export cancelled', text: 'Nothing was saved.' });
      const said = (await jobs.output(job).catch(() => [])).at(-1);
      return toasts.show({ title: `Exported the log of ${name}`, ...(said !== undefined && { text: said }) });
    });
  }

  #failed(name: string, error: { message: string; hint?: string | undefined } | undefined): void {
    const text = [error?.message, error?.hint].filter((words) => words !== undefined).join(' ');
    this.#deps.toasts.show({ title: `Couldn't export the log of ${name}`, text, isError: true });
  }
}
