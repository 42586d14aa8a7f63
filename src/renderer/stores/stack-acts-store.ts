import { makeAutoObservable, observable, runInAction } from 'mobx';
import type { Result } from '#shared/contract/index.ts';
import type { PruneItem } from '#shared/contract/prune.ts';
import type { Applier, Stack } from '#shared/contract/stacks.ts';
import { plural } from '#shared/format/quantity.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { JobsStore } from '#renderer/stores/jobs-store.ts';
import { COMPOSE_FILE, type TargetTexts } from '#renderer/stores/stack-draft.ts';
import type { StackDetailsStore, StackPlan } from '#renderer/stores/stack-details-store.ts';
import type { StackDraftsStore } from '#renderer/stores/stack-drafts-store.ts';
import type { StacksStore } from '#renderer/stores/stacks-store.ts';
import { tellJobEnd } from '#renderer/stores/tell-job-end.ts';
import { tellPruned } from '#renderer/stores/tell-pruned.ts';
import type { ToastsStore } from '#renderer/stores/toasts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

const STACK_VERBS = ['start', 'stop', 'restart'] as const;
export type StackVerb = (typeof STACK_VERBS)[number];

const RUNNING: Record<StackVerb | 'remove', string> = {
  start: 'Starting…',
  stop: 'Stopping…',
  restart: 'Restarting…',
  remove: 'Removing…',
};
const DONE: Record<StackVerb, string> = { start: 'Started', stop: 'Stopped', restart: 'Restarted' };

/** What goes with a stack, and whose it is: one dialog may show those of several. */
export type StackPart = Result<'stacks.removePlan'>['items'][number] & { readonly stack: string };
export interface StackRemoval {
  readonly plans: ReadonlyMap<string, string>;
  readonly items: readonly StackPart[];
}

/** What a row or service is called here: a stack by its name, a service with its stack's. */
export const actKey = (stack: string, service?: string): string =>
  service === undefined ? stack : `${stack}/${service}`;

/** What can be done with stacks and their services: what runs now and what failed is kept with each until it is dismissed. */
export class StackActsStore {
  readonly running = observable.map<string, StackVerb | 'remove'>([], { deep: false });
  readonly failures = observable.map<string, string>([], { deep: false });
  readonly #deps: {
    readonly api: Api;
    readonly jobs: JobsStore;
    readonly toasts: ToastsStore;
    readonly drafts: StackDraftsStore;
    readonly details: StackDetailsStore;
    readonly stacks: StacksStore;
  };

  constructor(deps: {
    api: Api;
    jobs: JobsStore;
    toasts: ToastsStore;
    drafts: StackDraftsStore;
    details: StackDetailsStore;
    stacks: StacksStore;
  }) {
    this.#deps = deps;
    makeAutoObservable(this, { running: false, failures: false });
  }

  /** "Stopping…", or undefined when nothing runs. */
  runningWords(key: string): string | undefined {
    const verb = this.running.get(key);
    return verb === undefined ? undefined : RUNNING[verb];
  }

  dismiss(key: string): void {
    this.failures.delete(key);
  }

  /** Of the whole stack, or of one of its services. What it does not apply to is left out by the core. Whether it was done. */
  async run(verb: StackVerb, name: string, service?: string): Promise<boolean> {
    const key = actKey(name, service);
    const what = service ?? name;
    return this.#begin(key, verb, `Couldn't ${verb} ${what}.`, async () => {
      const { containers, failed } = await this.#deps.api.call(`stacks.${verb}`, {
        name,
        ...(service !== undefined && { services: [service] }),
      });
      const [first] = failed;
      if (!first) return undefined;
      const done = containers.length === 0 ? '' : ` ${DONE[verb]} ${plural(containers.length, 'other container')}.`;
      const more = failed.length === 1 ? '' : ` ${plural(failed.length - 1, 'other container')} failed as well.`;
      return `Couldn't ${verb} ${first.name}. ${wordsOf(first.error)}${more}${done}`;
    });
  }

  async runAll(verb: StackVerb, stacks: readonly Stack[]): Promise<void> {
    const results = await Promise.all(stacks.map(({ name }) => this.run(verb, name)));
    const failed = results.filter((isDone) => !isDone).length;
    const done = results.length - failed;
    const rest = failed === 0 ? '' : ` ${failed} failed: why stands under ${failed === 1 ? 'its row' : 'their rows'}.`;
    const title = `${DONE[verb]} ${done === 0 ? 'none' : plural(done, 'stack')}.${rest}`;
    this.#deps.toasts.show({ title, isError: failed > 0 });
  }

  /** A stack of a name that is free; nothing runs. Rejects with what is wrong, by its field. */
  async create(
    name: string,
    texts: { compose: string; env: string; files: Record<string, string>; folder: string },
  ): Promise<void> {
    const { api, details, drafts, stacks } = this.#deps;
    const { compose, env, files } = texts;
    const folder = texts.folder === '' ? null : texts.folder;
    // Version 0: there is none yet.
    await api.call('stacks.set', { name, compose, env, files, folder, version: 0 });
    drafts.drop(name);
    await details.load(name);
    // Known before the channel tells of it, for its screen opens at once.
    const made = details.details.get(name)?.value?.stack;
    if (made && !stacks.find(name)) stacks.take([{ upsert: [made] }]);
  }

  /** A folder of this computer that its owner chooses, with what compose would read there; undefined where none was chosen. */
  async chooseFolder(): Promise<(TargetTexts & { readonly folder: string }) | undefined> {
    const { folder, ...texts } = await this.#deps.api.call('stacks.chooseFolder', {});
    return folder === null ? undefined : { ...texts, folder };
  }

  /** A first target of a stack that another tool made, to be read before it is kept. Rejects with the reason. */
  async takeOver(name: string): Promise<'files' | 'containers'> {
    const { api, drafts } = this.#deps;
    const { from, ...texts } = await api.call('stacks.found', { name });
    drafts.begin(name, texts);
    return from;
  }

  /** Does what the plan says, as a job. Rejects where it is no longer what would be done. */
  async apply(name: string, { plan }: StackPlan, applier: Applier): Promise<string> {
    const { job } = await this.#deps.api.call('stacks.apply', { name, plan, with: applier });
    void tellJobEnd(this.#deps, job, {
      done: `Applied the target of ${name}`,
      failed: `Couldn't apply the target of ${name}`,
      saysMore: true,
    });
    return job;
  }

  /** The target is an earlier one again; what runs is as it was. */
  async returnTo(name: string, version: number): Promise<void> {
    const { api, details, toasts } = this.#deps;
    await api.call('stacks.return', { name, version });
    await details.load(name);
    toasts.show({
      title: `Version ${version} is the target of ${name} again`,
      text: 'Nothing runs until it is applied.',
    });
  }

  /** All that belongs to some stacks; nothing is touched. */
  async removalOf(stacks: readonly Stack[]): Promise<StackRemoval> {
    const { api } = this.#deps;
    const made = await Promise.all(
      stacks.map(async ({ name }) => ({ name, made: await api.call('stacks.removePlan', { name }) })),
    );
    return {
      plans: new Map(made.map(({ name, made: { plan } }) => [name, plan])),
      items: made.flatMap(({ name, made: { items } }) => items.map((item) => ({ ...item, stack: name }))),
    };
  }

  /** Removes what is ticked, stack by stack; why a stack stayed stands under its row. Rejects where nothing could be done. */
  async remove({ plans, items }: StackRemoval, ticked: ReadonlySet<string>): Promise<void> {
    const { api, drafts, toasts } = this.#deps;
    const all = { removed: [] as string[], bytes: 0, skipped: [] as { id: string; reason: string }[] };
    let refusal: AppError | undefined;
    for (const [name, plan] of plans) {
      const only = items.flatMap((item) => (item.stack === name && ticked.has(partKey(item)) ? [item.id] : []));
      if (only.length === 0) continue;
      await this.#begin(name, 'remove', `Couldn't remove ${name}.`, async () => {
        try {
          const { removed, bytes, skipped } = await api.call('stacks.remove', { name, plan, only });
          all.removed.push(...removed);
          all.skipped.push(...skipped);
          all.bytes += bytes;
          if (items.some((item) => item.kind === 'target' && item.stack === name && removed.includes(item.id)))
            drafts.drop(name);
        } catch (error) {
          refusal = error as AppError;
          if (plans.size > 1) throw error;
        }
        return undefined;
      });
    }
    if (refusal && plans.size === 1) throw new Error(wordsOf(refusal));
    tellPruned(toasts, 'thing', all, items satisfies readonly PruneItem[]);
  }

  /** `work` gives why only a part of it was done. */
  async #begin(
    key: string,
    verb: StackVerb | 'remove',
    failed: string,
    work: () => Promise<string | undefined>,
  ): Promise<boolean> {
    if (this.running.has(key)) return false;
    runInAction(() => {
      this.failures.delete(key);
      this.running.set(key, verb);
    });
    try {
      const why = await work();
      if (why !== undefined) runInAction(() => this.failures.set(key, why));
      return why === undefined;
    } catch (error) {
      runInAction(() => this.failures.set(key, `${failed} ${wordsOf(error as AppError)}`));
      return false;
    } finally {
      runInAction(() => this.running.delete(key));
    }
  }
}

/** Of one thing among those of several stacks. */
export const partKey = ({ stack, id }: StackPart): string => `${stack} ${id}`;

const wordsOf = ({ message, hint }: { message: string; hint?: string | undefined }): string =>
  [message, hint].filter(Boolean).join(' ');

/** The beginning of a target that nothing stands in yet. */
export const EMPTY_TEMPLATE = `# ${COMPOSE_FILE}: what runs, by name.
services:
  web:
    image: nginx:1.27
    ports:
      - "8080:80"
`;
