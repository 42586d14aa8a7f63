import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { StackProblem, StackTarget } from '#shared/contract/stacks.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { KeptDraft } from '#renderer/stores/draft-memory.ts';
import type { Api } from '#renderer/transport/api.ts';

export const COMPOSE_FILE = 'compose.yaml';
export const ENV_FILE = '.env';
/** After the last key; the answer comes while the reader still looks at the line. */
const CHECK_MS = 350;

export interface TargetTexts {
  readonly compose: string;
  readonly env: string;
  readonly files: Readonly<Record<string, string>>;
  readonly folder: string | null;
}
type Base = TargetTexts & { readonly version: number | undefined };

/** A target while it is written: kept over leaving the screen, until it is saved or given up by hand. */
export class StackDraft {
  readonly name: string;
  texts: TargetTexts;
  problems: readonly StackProblem[];
  /** Why the text could not be looked at. */
  checkError: AppError | undefined = undefined;
  isChecking = false;
  isSaving = false;
  saveError: AppError | undefined = undefined;
  /** What somebody else set while this was written. */
  theirs: StackTarget | undefined = undefined;
  /** When this was typed, where that was before this window was opened. */
  resumedFromMs: number | undefined = undefined;
  /** What is typed outlives the window. */
  isKept = true;
  /** Counts what was not typed here: the editor takes the text anew. */
  epoch = 0;
  /** What the editors of its files remember, as undoing; theirs alone. */
  readonly memory = new Map<string, unknown>();
  /** What is kept, that this began with. */
  base: Base;
  readonly #api: Api;
  readonly #clock: Clock;
  #timer: Disposable | undefined;
  #turn = 0;

  constructor(api: Api, clock: Clock, name: string, base: Base, problems: readonly StackProblem[]) {
    this.#api = api;
    this.#clock = clock;
    this.name = name;
    this.base = base;
    this.texts = textsOf(base);
    this.problems = problems;
    makeAutoObservable(this, {
      base: observableRef,
      name: false,
      memory: false,
      texts: observableRef,
      problems: observableRef,
      checkError: observableRef,
      saveError: observableRef,
      theirs: observableRef,
      textOf: false,
    });
  }

  get isDirty(): boolean {
    return !isSame(this.texts, this.base);
  }

  /** The compose text, the variables, and what lies beside them. */
  get files(): readonly string[] {
    return [COMPOSE_FILE, ENV_FILE, ...Object.keys(this.texts.files).sort()];
  }

  get errors(): number {
    return this.problems.filter(({ severity }) => severity === 'error').length;
  }

  textOf(file: string): string {
    const { compose, env, files } = this.texts;
    return file === COMPOSE_FILE ? compose : file === ENV_FILE ? env : (files[file] ?? '');
  }

  edit(file: string, text: string): void {
    if (this.textOf(file) === text && this.files.includes(file)) return;
    const { files } = this.texts;
    this.texts =
      file === COMPOSE_FILE
        ? { ...this.texts, compose: text }
        : file === ENV_FILE
          ? { ...this.texts, env: text }
          : { ...this.texts, files: { ...files, [file]: text } };
    this.#checkSoon();
  }

  /** Not by its editor, which then takes the text anew. */
  put(file: string, text: string): void {
    this.edit(file, text);
    this.epoch += 1;
  }

  removeFile(file: string): void {
    const { [file]: _gone, ...files } = this.texts.files;
    this.texts = { ...this.texts, files };
    this.#checkSoon();
  }

  setFolder(folder: string | null): void {
    this.texts = { ...this.texts, folder };
  }

  /** A whole other text to go on with, as one that was found. */
  write(texts: TargetTexts): void {
    this.texts = texts;
    this.epoch += 1;
    this.#checkSoon();
  }

  /** Goes on with what was typed before; a target that is another one by now is asked about, as ever. */
  resume({ texts, version, atMs }: KeptDraft, target?: StackTarget): void {
    if (isSame(texts, this.base)) return;
    this.write(texts);
    this.resumedFromMs = atMs;
    if (!target || target.version === version) return;
    this.base = { ...this.base, version: version ?? undefined };
    this.theirs = target;
  }

  setKept(isKept: boolean): void {
    this.isKept = isKept;
  }

  /** Back to what is kept. */
  revert(): void {
    this.resumedFromMs = undefined;
    this.write(textsOf(this.base));
  }

  /** What the server has by now: taken over where nothing was typed, told where something was. */
  meet(target: StackTarget): void {
    if (target.version === this.base.version || this.isSaving) return;
    if (this.isDirty && !isSame(this.texts, target)) this.theirs = target;
    else this.adopt(target);
  }

  /** What was typed is to take the place of what somebody else set. */
  keepMine(): void {
    if (!this.theirs) return;
    this.base = { ...textsOf(this.theirs), version: this.theirs.version };
    this.theirs = undefined;
    this.saveError = undefined;
  }

  takeTheirs(): void {
    if (this.theirs) this.adopt(this.theirs);
  }

  adopt(target: TargetTexts & { readonly version: number }): void {
    this.resumedFromMs = undefined;
    this.base = { ...textsOf(target), version: target.version };
    this.theirs = undefined;
    this.saveError = undefined;
    this.write(textsOf(target));
  }

  /** Whether it is kept now; why not stands beside what was typed. */
  async save(): Promise<boolean> {
    if (this.isSaving) return false;
    const { texts, name } = this;
    const { version } = this.base;
    this.isSaving = true;
    this.saveError = undefined;
    try {
      const set = await this.#api.call('stacks.set', {
        name,
        compose: texts.compose,
        env: texts.env,
        files: { ...texts.files },
        folder: texts.folder,
        // 0: there is none yet.
        version: version ?? 0,
      });
      runInAction(() => {
        this.base = { ...texts, version: set.version };
        this.resumedFromMs = undefined;
        // What was typed while it was on its way has other problems.
        if (this.texts === texts) this.problems = set.problems;
      });
      return true;
    } catch (error) {
      const refused = error as AppError;
      const theirs = refused.code === 'conflict' ? await this.#newest() : undefined;
      runInAction(() => {
        if (theirs && theirs.version !== version) this.theirs = theirs;
        else this.saveError = refused;
      });
      return false;
    } finally {
      runInAction(() => (this.isSaving = false));
    }
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  async #newest(): Promise<StackTarget | undefined> {
    try {
      return (await this.#api.call('stacks.get', { name: this.name })).target ?? undefined;
    } catch {
      // The refusal itself is told then.
      return undefined;
    }
  }

  #checkSoon(): void {
    this.#timer?.dispose();
    this.#timer = this.#clock.after(CHECK_MS, () => void this.#check());
  }

  async #check(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const { name, texts } = this;
    runInAction(() => (this.isChecking = true));
    try {
      const { compose, env, files } = texts;
      const { problems } = await this.#api.call('stacks.check', { name, compose, env, files: { ...files } });
      runInAction(() => {
        if (turn !== this.#turn) return;
        this.problems = problems;
        this.checkError = undefined;
      });
    } catch (error) {
      runInAction(() => {
        if (turn === this.#turn) this.checkError = error as AppError;
      });
    } finally {
      runInAction(() => {
        if (turn === this.#turn) this.isChecking = false;
      });
    }
  }
}

const textsOf = ({ compose, env, files, folder }: TargetTexts): TargetTexts => ({ compose, env, files, folder });

function isSame(a: TargetTexts, b: TargetTexts): boolean {
  const names = Object.keys(a.files);
  return (
    a.compose === b.compose &&
    a.env === b.env &&
    a.folder === b.folder &&
    names.length === Object.keys(b.files).length &&
    names.every((file) => a.files[file] === b.files[file])
  );
}
