import { makeAutoObservable, observable, runInAction } from 'mobx';
import type { CallIn } from '#shared/contract/index.ts';
import type { AppError } from '#shared/protocol/errors.ts';
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

  constructor(api: Api) {
    this.#api = api;
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

  /** One act a container at a time: a second click while one runs does nothing. */
  async run(verb: Verb, id: string, name: string): Promise<void> {
    if (this.running.has(id)) return;
    runInAction(() => {
      this.failures.delete(id);
      this.running.set(id, verb);
    });
    try {
      await this.#api.call(`containers.${verb}`, { container: id } satisfies CallIn<'containers.start'>);
    } catch (error) {
      const { message, hint } = error as AppError;
      const reason = hint === undefined ? message : `${message} ${hint}`;
      runInAction(() => {
        this.failures.set(id, { verb, title: `Couldn't ${VERB_NAMES[verb].toLowerCase()} ${name}.`, reason });
      });
    } finally {
      runInAction(() => this.running.delete(id));
    }
  }
}
