import { makeAutoObservable, observableRef } from 'mobx';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { Api } from '#renderer/transport/api.ts';

/** What takes long and was started, by anybody: newest first. */
export class JobsStore {
  list: readonly Job[] = [];
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    makeAutoObservable(this, { list: observableRef, output: false });
  }

  open(): Disposable {
    return this.#api.subscribe(
      'jobs',
      {},
      { onWhole: ({ jobs }) => this.set(jobs), onItems: (items) => this.take(items) },
    );
  }

  set(list: readonly Job[]): void {
    this.list = list;
  }

  take(items: readonly Job[]): void {
    for (const job of items) {
      const isKnown = this.list.some((one) => one.job === job.job);
      this.list = isKnown ? this.list.map((one) => (one.job === job.job ? job : one)) : [job, ...this.list];
    }
  }

  /** Those that take long. */
  get long(): readonly Job[] {
    return this.list.filter(({ kind }) => kind !== 'change');
  }

  /** Those that were over at once. */
  get acts(): readonly Job[] {
    return this.list.filter(({ kind }) => kind === 'change');
  }

  get running(): readonly Job[] {
    return this.list.filter(({ status }) => status === 'running' || status === 'queued');
  }

  /** Rejects with the reason: another one's job, a job that is no longer known. */
  async cancel(job: string): Promise<void> {
    await this.#api.call('jobs.cancel', { job });
  }

  /** The last lines that it said. */
  async output(job: string): Promise<readonly string[]> {
    return (await this.#api.call('jobs.get', { job })).output;
  }
}
