import { makeAutoObservable, observable, observableRef } from 'mobx';

/** Which items of a list are ticked, by id. What `order()` does not show is not touched by any act. */
export class ListSelection {
  readonly ids = observable.set<string>([], { deep: false });
  readonly #order: () => readonly string[];
  /** Where a range began, and what the range holds now: going back takes back what it had added. */
  #anchor: string | undefined;
  range: readonly string[] = [];

  constructor(order: () => readonly string[]) {
    this.#order = order;
    makeAutoObservable(this, { ids: false, range: observableRef });
  }

  /** Those that are ticked and shown, in the order of the list. */
  get shown(): readonly string[] {
    return this.ids.size === 0 ? [] : this.#order().filter((id) => this.ids.has(id));
  }

  /** Of some items: none, some or all. */
  stateOf(ids: readonly string[]): 'none' | 'some' | 'all' {
    const ticked = ids.filter((id) => this.ids.has(id)).length;
    return ticked === 0 ? 'none' : ticked === ids.length ? 'all' : 'some';
  }

  toggle(id: string): void {
    if (!this.ids.delete(id)) this.ids.add(id);
    this.#anchor = id;
    this.range = [];
  }

  /** Ticks all of them, or unticks them if all are ticked: a group's box, the head's box, Mod+A. */
  toggleAll(ids: readonly string[]): void {
    const areAll = this.stateOf(ids) === 'all';
    for (const id of ids) {
      if (areAll) this.ids.delete(id);
      else this.ids.add(id);
    }
    this.range = [];
  }

  addAll(ids: readonly string[]): void {
    for (const id of ids) this.ids.add(id);
  }

  /** From where the last tick was, or `from`, to `to`. */
  extend(to: string, from: string): void {
    const order = this.#order();
    this.#anchor ??= from;
    let start = order.indexOf(this.#anchor);
    if (start < 0) {
      this.#anchor = from;
      start = order.indexOf(from);
    }
    const end = order.indexOf(to);
    if (start < 0 || end < 0) return;
    for (const id of this.range) this.ids.delete(id);
    this.range = order.slice(Math.min(start, end), Math.max(start, end) + 1);
    this.addAll(this.range);
  }

  clear(): void {
    this.ids.clear();
    this.range = [];
    this.#anchor = undefined;
  }

  /** What is gone is not ticked any more, should one of its name come again. */
  forget(id: string): void {
    this.ids.delete(id);
  }
}
