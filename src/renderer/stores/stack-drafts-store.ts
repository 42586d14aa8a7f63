import { makeAutoObservable, observable, reaction, runInAction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { StackProblem, StackTarget } from '#shared/contract/stacks.ts';
import type { DraftMemory } from '#renderer/stores/draft-memory.ts';
import { StackDraft, type TargetTexts } from '#renderer/stores/stack-draft.ts';
import type { Api } from '#renderer/transport/api.ts';

/** After the last key. */
const KEEP_MS = 300;
const NOTHING = { compose: '', env: '', files: {}, folder: null, version: undefined };

export interface DraftKeeping {
  /** Absent where nothing outlives the page. */
  readonly memory?: DraftMemory | undefined;
  /** Of which engine, and whose: the same name is another stack there. */
  scope(): string;
}

interface Open {
  readonly draft: StackDraft;
  /** Writes what is not kept yet: once the keys rest, or at once. */
  soon(): void;
  flush(): void;
  end(): void;
}

/** What is written on targets and not saved yet, by engine and stack: it outlives the screen it was typed in, and its window. */
export class StackDraftsStore {
  readonly #open = observable.map<string, Open>([], { deep: false });
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #keeping: DraftKeeping;

  constructor(api: Api, clock: Clock, keeping: DraftKeeping = { scope: () => '' }) {
    this.#api = api;
    this.#clock = clock;
    this.#keeping = keeping;
    makeAutoObservable(this, { find: false });
  }

  find(name: string): StackDraft | undefined {
    return this.#open.get(this.#key(name))?.draft;
  }

  /** The draft that is there already, one that was kept, or one that begins with what is the target. */
  ensure(name: string, target: StackTarget, problems: readonly StackProblem[]): StackDraft {
    const found = this.find(name);
    if (found) {
      found.meet(target);
      return found;
    }
    const kept = this.#keeping.memory?.read(this.#key(name));
    const draft = this.#keep(new StackDraft(this.#api, this.#clock, name, target, problems));
    if (kept) draft.resume(kept, target);
    return draft;
  }

  /** Of a stack that has no target: what was written on a first one, where that was kept. */
  resume(name: string): void {
    const kept = this.#keeping.memory?.read(this.#key(name));
    if (kept && !this.find(name)) this.#begin(name).resume(kept);
  }

  /** A first target that is not kept yet, as for a stack that was found; what was typed before stays. */
  begin(name: string, texts: TargetTexts): StackDraft {
    this.resume(name);
    const found = this.find(name);
    if (found) return found;
    const draft = this.#begin(name);
    draft.write(texts);
    // It was watched for the first time after this.
    this.#open.get(this.#key(name))?.soon();
    return draft;
  }

  /** The stack is gone, or what was typed was given up. */
  drop(name: string): void {
    const key = this.#key(name);
    this.#open.get(key)?.end();
    this.#open.delete(key);
    this.#keeping.memory?.forget(key);
  }

  /** The window goes: what was typed last is kept as well. */
  flush(): void {
    for (const { flush } of this.#open.values()) flush();
  }

  #begin(name: string): StackDraft {
    return this.#keep(new StackDraft(this.#api, this.#clock, name, NOTHING, []));
  }

  #keep(draft: StackDraft): StackDraft {
    const key = this.#key(draft.name);
    const { memory } = this.#keeping;
    let timer: Disposable | undefined;
    const flush = (): void => {
      if (!timer) return;
      timer.dispose();
      timer = undefined;
      const { texts, isDirty, base } = draft;
      if (!isDirty) return memory?.forget(key);
      const isKept = memory?.write(key, { atMs: this.#clock.now(), version: base.version ?? null, texts }) ?? true;
      draft.setKept(isKept);
    };
    const soon = (): void => {
      timer?.dispose();
      timer = this.#clock.after(KEEP_MS, flush);
    };
    const watching = reaction(() => [draft.texts, draft.base, draft.isDirty], soon);
    const end = (): void => {
      watching();
      timer?.dispose();
      draft.dispose();
    };
    runInAction(() => this.#open.set(key, { draft, soon, flush, end }));
    return draft;
  }

  #key(name: string): string {
    return `${this.#keeping.scope()} ${name}`;
  }
}
