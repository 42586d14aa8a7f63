import { makeAutoObservable, observable, runInAction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import type { StackProblem, StackTarget } from '#shared/contract/stacks.ts';
import { StackDraft, type TargetTexts } from '#renderer/stores/stack-draft.ts';
import type { Api } from '#renderer/transport/api.ts';

/** What is written on targets and not saved yet, by stack: it outlives the screen it was typed in. */
export class StackDraftsStore {
  readonly byName = observable.map<string, StackDraft>([], { deep: false });
  readonly #api: Api;
  readonly #clock: Clock;

  constructor(api: Api, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
    makeAutoObservable(this, { byName: false, find: false });
  }

  find(name: string): StackDraft | undefined {
    return this.byName.get(name);
  }

  /** The draft that is there already, or one that begins with what is kept. */
  ensure(name: string, target: StackTarget, problems: readonly StackProblem[]): StackDraft {
    const found = this.byName.get(name);
    if (found) {
      found.meet(target);
      return found;
    }
    return this.#keep(new StackDraft(this.#api, this.#clock, name, target, problems));
  }

  /** A first target that is not kept yet, as for a stack that was found; what was typed before stays. */
  begin(name: string, texts: TargetTexts): StackDraft {
    const found = this.byName.get(name);
    if (found) return found;
    const nothing = { compose: '', env: '', files: {}, folder: null, version: undefined };
    const draft = this.#keep(new StackDraft(this.#api, this.#clock, name, nothing, []));
    draft.write(texts);
    return draft;
  }

  /** The stack is gone, or what was typed was given up. */
  drop(name: string): void {
    this.byName.get(name)?.dispose();
    this.byName.delete(name);
  }

  #keep(draft: StackDraft): StackDraft {
    runInAction(() => this.byName.set(draft.name, draft));
    return draft;
  }
}
