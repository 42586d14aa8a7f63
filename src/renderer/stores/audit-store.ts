import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { AuditRecord } from '#shared/contract/audit.ts';
import type { Result } from '#shared/contract/index.ts';
import { lookWhileOpen } from '#renderer/stores/look-while-open.ts';
import type { Api } from '#renderer/transport/api.ts';

/** The newest are shown; all are in the export. */
const SHOWN = 200;
/** The most that one answer holds. */
const PAGE = 1000;
const LOOK_MS = 5000;

export type Verified = Result<'audit.verify'>;

/** Who did what over the network and at this computer. */
export class AuditStore {
  records: readonly AuditRecord[] = [];
  filter = '';
  isLoaded = false;
  isBusy = false;
  error: string | undefined = undefined;
  verified: Verified | undefined = undefined;
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #changes: () => unknown;

  /** `changes` reads what tells that there may be new records. */
  constructor(api: Api, clock: Clock, changes: () => unknown) {
    this.#api = api;
    this.#clock = clock;
    this.#changes = changes;
    makeAutoObservable(this, { records: observableRef, verified: observableRef });
  }

  /** While it is on screen. */
  open(): Disposable {
    return lookWhileOpen(this.#clock, LOOK_MS, this.#changes, () => void this.load());
  }

  setFilter(filter: string): void {
    this.filter = filter;
  }

  async load(): Promise<void> {
    try {
      const { records } = await this.#api.call('audit.query', { limit: SHOWN });
      runInAction(() => {
        if (records[0]?.seq !== this.records[0]?.seq || !this.isLoaded) this.records = records;
        this.isLoaded = true;
        this.error = undefined;
      });
    } catch (error) {
      runInAction(() => (this.error = (error as Error).message));
    }
  }

  async verify(): Promise<void> {
    await this.#busy(async () => {
      const verified = await this.#api.call('audit.verify', {});
      runInAction(() => (this.verified = verified));
    });
  }

  /** Every record that is kept, as JSON lines, oldest first; undefined when it could not be read. */
  async everything(): Promise<string | undefined> {
    let text: string | undefined;
    await this.#busy(async () => {
      const all = new Map<number, AuditRecord>();
      for (let until: string | undefined; ; ) {
        const { records } = await this.#api.call('audit.query', { limit: PAGE, ...(until !== undefined && { until }) });
        const before = all.size;
        for (const record of records) all.set(record.seq, record);
        until = records.at(-1)?.time;
        // Pages overlap in their last moment; one that brings nothing new is the end.
        if (records.length < PAGE || all.size === before) break;
      }
      const sorted = [...all.values()].sort((a, b) => a.seq - b.seq);
      text = sorted.map((record) => `${JSON.stringify(record)}\n`).join('');
    });
    return text;
  }

  async #busy(work: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    try {
      await work();
    } catch (error) {
      runInAction(() => (this.error = (error as Error).message));
    } finally {
      runInAction(() => (this.isBusy = false));
    }
  }
}
