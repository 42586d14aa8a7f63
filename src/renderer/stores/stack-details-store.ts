import { makeAutoObservable, observable, runInAction } from 'mobx';
import { stableKey } from '#shared/base/stable-key.ts';
import type { Result } from '#shared/contract/index.ts';
import type { StackTarget } from '#shared/contract/stacks.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import { type Answered, ask } from '#renderer/stores/answered.ts';
import type { StackDraftsStore } from '#renderer/stores/stack-drafts-store.ts';
import type { Api } from '#renderer/transport/api.ts';

export type StackDetails = Result<'stacks.get'>;
export type StackPlan = Result<'stacks.plan'>;

/** `newer`: what would be done by now, where that is something else than what is shown. */
export interface ShownPlan extends Answered<StackPlan> {
  readonly madeAtMs?: number;
  readonly newer?: StackPlan;
}

/** What is asked for about one stack: its services, target and history, earlier targets, and what an apply would do. */
export class StackDetailsStore {
  readonly details = observable.map<string, Answered<StackDetails>>([], { deep: false });
  readonly plans = observable.map<string, ShownPlan>([], { deep: false });
  /** Earlier targets, by stack and version; they never change. */
  readonly versions = observable.map<string, Answered<StackTarget>>([], { deep: false });
  readonly #api: Api;
  readonly #drafts: StackDraftsStore;
  readonly #now: () => number;
  /** Asked for once more while an answer was on its way. */
  readonly #again = new Set<string>();

  constructor(api: Api, drafts: StackDraftsStore, now: () => number) {
    this.#api = api;
    this.#drafts = drafts;
    this.#now = now;
    makeAutoObservable(this, { details: false, plans: false, versions: false, versionOf: false });
  }

  /** Once more when it is asked for meanwhile: the answer on its way may be the old one. */
  async load(name: string): Promise<void> {
    if (this.details.get(name)?.isLoading === true) {
      this.#again.add(name);
      return;
    }
    await ask(this.details, name, () => this.#api.call('stacks.get', { name }));
    const target = this.details.get(name)?.value?.target;
    if (target && !target.isMasked) this.#drafts.find(name)?.meet(target);
    if (this.#again.delete(name)) await this.load(name);
  }

  /** What was planned before stays until the new plan is there. */
  async plan(name: string): Promise<void> {
    if (this.plans.get(name)?.isLoading === true) return;
    await ask(this.plans, name, () => this.#api.call('stacks.plan', { name }));
    const made = this.plans.get(name);
    if (made?.value && !made.error) runInAction(() => this.plans.set(name, { ...made, madeAtMs: this.#now() }));
  }

  /** Something changed: what is shown stays under the reader's eyes, and that it is another one by now is told. */
  async planAgain(name: string): Promise<void> {
    const shown = this.plans.get(name);
    if (!shown?.value || shown.isLoading === true) return;
    try {
      const made = await this.#api.call('stacks.plan', { name });
      const now = this.plans.get(name);
      if (now !== shown) return;
      const { newer: _old, ...rest } = shown;
      const isSame = contentOf(made) === contentOf(shown.value);
      runInAction(() => this.plans.set(name, isSame ? { ...rest, value: made } : { ...rest, newer: made }));
    } catch (error) {
      runInAction(() => this.plans.set(name, { ...shown, error: error as AppError }));
    }
  }

  showNewer(name: string): void {
    const newer = this.plans.get(name)?.newer;
    if (newer) this.plans.set(name, { value: newer, madeAtMs: this.#now() });
  }

  versionOf(name: string, version: number): Answered<StackTarget> | undefined {
    return this.versions.get(versionKey(name, version));
  }

  async loadVersion(name: string, version: number): Promise<void> {
    const key = versionKey(name, version);
    if (this.versions.get(key)?.value) return;
    await ask(this.versions, key, async () => (await this.#api.call('stacks.version', { name, version })).target);
  }
}

const contentOf = ({ version, actions, resources }: StackPlan): string => stableKey({ version, actions, resources });

const versionKey = (name: string, version: number): string => `${name} ${version}`;
