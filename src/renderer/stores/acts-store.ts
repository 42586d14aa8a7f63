import { makeAutoObservable, observable, runInAction } from 'mobx';
import type { Container } from '#shared/contract/containers.ts';
import type { CallIn } from '#shared/contract/index.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { bulkWords, whyNot } from '#renderer/stores/bulk-words.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

export const VERBS = ['start', 'stop', 'restart', 'pause', 'unpause', 'kill'] as const;
export type Verb = (typeof VERBS)[number];

/** What a row says while an act runs, and the head of what it says when it failed. */
const RUNNING: Record<Verb, string> = {
  start: 'Starting…',
  stop: 'Stopping…',
  restart: 'Restarting…',
  pause: 'Pausing…',
  unpause: 'Resuming…',
  kill: 'Killing…',
};
export const VERB_NAMES: Record<Verb, string> = {
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  pause: 'Pause',
  unpause: 'Resume',
  kill: 'Kill',
};

export interface Failure {
  verb: Verb;
  /** "Couldn't start obs-loki-1." */
  title: string;
  /** Why, and what to do, in the engine's or our words. */
  reason: string;
}

/** Acts on containers: what runs now and what failed, kept with the container until dismissed. */
export class ActsStore {
  readonly running = observable.map<string, Verb>([], { deep: false });
  readonly failures = observable.map<string, Failure>([], { deep: false });
  readonly #api: Api;
  readonly #toasts: ToastsStore;

  constructor(api: Api, toasts: ToastsStore) {
    this.#api = api;
    this.#toasts = toasts;
    makeAutoObservable(this, { running: false, failures: false });
  }

  /** "Stopping…", or undefined when nothing runs. */
  runningWords(id: string): string | undefined {
    const verb = this.running.get(id);
    return verb === undefined ? undefined : RUNNING[verb];
  }

  dismiss(id: string): void {
    this.failures.delete(id);
  }

  /** One act a container at a time: a second click while one runs does nothing. Whether it was done. */
  async run(verb: Verb, id: string, name: string, more: { signal?: string } = {}): Promise<boolean> {
    if (this.running.has(id)) return false;
    runInAction(() => {
      this.failures.delete(id);
      this.running.set(id, verb);
    });
    try {
      await this.#api.call(`containers.${verb}`, { container: id, ...more } satisfies CallIn<'containers.kill'>);
      return true;
    } catch (error) {
      const { message, hint } = error as AppError;
      const reason = hint === undefined ? message : `${message} ${hint}`;
      runInAction(() => {
        this.failures.set(id, { verb, title: `Couldn't ${VERB_NAMES[verb].toLowerCase()} ${name}.`, reason });
      });
      return false;
    } finally {
      runInAction(() => this.running.delete(id));
    }
  }

  /**
   * The same act on several, at once; what it does not apply to is left out and told: "Started 2. 1 was already
   * running." Stopping several can be taken back.
   */
  async runAll(verb: Verb, containers: readonly Container[], more: { signal?: string } = {}): Promise<void> {
    const skipped = containers.flatMap((container) => whyNot(verb, container.state) ?? []);
    const meant = containers.filter((container) => whyNot(verb, container.state) === undefined);
    const results = await Promise.all(
      meant.map(async (container) => ({ container, isDone: await this.run(verb, container.id, container.name, more) })),
    );
    const done = results.filter(({ isDone }) => isDone).map(({ container }) => container);
    const failed = results.length - done.length;
    const title = bulkWords(verb, done.length, failed, skipped);
    const again = verb === 'stop' && done.length > 1;
    this.#toasts.show({
      title,
      isError: failed > 0,
      ...(again ? { act: { label: 'Start again', run: () => void this.#startAgain(done) } } : {}),
    });
  }

  async #startAgain(containers: readonly Container[]): Promise<void> {
    const results = await Promise.all(containers.map(({ id, name }) => this.run('start', id, name)));
    const done = results.filter(Boolean).length;
    this.#toasts.show({ title: bulkWords('start', done, results.length - done, []), isError: done < results.length });
  }
}
