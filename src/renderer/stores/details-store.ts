import { makeAutoObservable, observable, runInAction } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { Result } from '#shared/contract/index.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { type Answered, ask } from '#renderer/stores/answered.ts';
import type { Api } from '#renderer/transport/api.ts';
import type { Visibility } from '#renderer/stores/visibility.ts';

export type Inspect = Result<'containers.inspect'>;
export type Processes = Result<'containers.top'>;

/** Design section 8: processes every 5 s. */
const TOP_MS = 5000;

/** What a detail screen asks for by itself: inspect and processes of a container. */
export class DetailsStore {
  readonly inspects = observable.map<string, Answered<Inspect>>([], { deep: false });
  readonly processes = observable.map<string, Answered<Processes>>([], { deep: false });
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #visibility: Visibility;

  constructor(api: Api, clock: Clock, visibility: Visibility) {
    this.#api = api;
    this.#clock = clock;
    this.#visibility = visibility;
    makeAutoObservable(this, { inspects: false, processes: false });
  }

  loadInspect(container: string): Promise<void> {
    return ask(this.inspects, container, () => this.#api.call('containers.inspect', { container }));
  }

  /** The value of one environment variable; each time is noted in the audit log. */
  async reveal(container: string, name: string): Promise<string> {
    return (await this.#api.call('containers.reveal', { container, name })).value;
  }

  /** Processes every 5 s while someone looks. */
  openProcesses(container: string): Disposable {
    let isOpen = true;
    let timer: Disposable | undefined;
    const round = async (): Promise<void> => {
      if (this.#visibility.isVisible) await this.#loadProcesses(container);
      if (isOpen) timer = this.#clock.after(TOP_MS, () => void round());
    };
    void round();
    return toDisposable(() => {
      isOpen = false;
      timer?.dispose();
    });
  }

  /** Runs the health check's own command once, without a terminal. */
  runHealthCheck(container: string, command: string[]): Promise<Result<'containers.exec'>> {
    return this.#api.call('containers.exec', { container, command });
  }

  async #loadProcesses(container: string): Promise<void> {
    try {
      const value = await this.#api.call('containers.top', { container });
      runInAction(() => this.processes.set(container, { value }));
    } catch (error) {
      runInAction(() => this.processes.set(container, { error: error as AppError }));
    }
  }
}
