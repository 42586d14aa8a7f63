import { makeAutoObservable, observableRef } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { AnnouncerStore } from '#renderer/stores/announcer-store.ts';

/** Design section 14: at most 3 at once; what is no error leaves after 6 s. */
export const MOST_TOASTS = 3;
export const TOAST_MS = 6000;

export interface ToastInput {
  /** What happened: "Stopped 3 containers". An error also says why and what to do, in `text`. */
  title: string;
  text?: string;
  /** An error stays until it is dismissed. */
  isError?: boolean;
  /** One act at most: "Start again". Running it takes the toast away. */
  act?: { label: string; run: () => void };
}

export interface Toast extends ToastInput {
  readonly id: number;
}

/** Results of acts whose object is not on screen. Newest last; the oldest gives way. */
export class ToastsStore {
  all: readonly Toast[] = [];
  #lastId = 0;
  #isHeld = false;
  readonly #timers = new Map<number, Disposable>();
  readonly #clock: Clock;
  readonly #announcer: AnnouncerStore;

  constructor(clock: Clock, announcer: AnnouncerStore) {
    this.#clock = clock;
    this.#announcer = announcer;
    makeAutoObservable(this, { all: observableRef });
  }

  /** Shows a toast and gives its id. Errors are spoken by their own role, the rest by the live region. */
  show(input: ToastInput): number {
    this.#lastId += 1;
    const toast: Toast = { ...input, id: this.#lastId };
    for (const gone of this.all.slice(0, Math.max(0, this.all.length - MOST_TOASTS + 1))) this.#endTimer(gone.id);
    this.all = [...this.all.slice(-(MOST_TOASTS - 1)), toast];
    if (!toast.isError) this.#announcer.say(toast.text === undefined ? toast.title : `${toast.title}. ${toast.text}`);
    if (!this.#isHeld) this.#startTimer(toast);
    return toast.id;
  }

  dismiss(id: number): void {
    this.#endTimer(id);
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  /** While the pointer or the focus is on them nothing leaves; afterwards each has its full time again. */
  hold(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    for (const toast of this.all) {
      if (isHeld) this.#endTimer(toast.id);
      else this.#startTimer(toast);
    }
  }

  #startTimer(toast: Toast): void {
    if (toast.isError) return;
    this.#timers.set(
      toast.id,
      this.#clock.after(TOAST_MS, () => this.dismiss(toast.id)),
    );
  }

  #endTimer(id: number): void {
    this.#timers.get(id)?.dispose();
    this.#timers.delete(id);
  }
}
