import { computedStruct, makeAutoObservable, observableRef } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { groupedBy } from '#shared/base/grouped-by.ts';
import type { ColumnChoice, ListChoice, SortKey } from '#shared/contract/settings.ts';
import { filterOf } from '#shared/list/filter-query.ts';
import { type SortBy, sorted } from '#shared/list/sort.ts';
import { ListSelection } from '#renderer/stores/list-selection.ts';
import type { ListGroup, ListRow, ListSpec } from '#renderer/stores/list-spec.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';

/** Design section 5: an order by live values changes at most this often. */
export const REORDER_MS = 5000;
export const NO_GROUPING = 'none';

const EMPTY: ListChoice = { columns: { order: [], hidden: null, widths: {} }, sort: [], groupBy: null, folded: [] };

/**
 * What of its items a list shows and in which order. Filter, tab, selection and the active row live as long as the
 * window: coming back finds the list as it was left. Columns, order, grouping and folds are settings and live longer.
 */
export class ListStore<T> {
  readonly spec: ListSpec<T>;
  filter = '';
  tab = 'all';
  /** The row the keys act on: its key. */
  active: string | undefined = undefined;
  /** The pointer or the focus is in the table: a live order stands still. */
  isHeld = false;
  readonly selection: ListSelection;
  /** Ranks of a live order, by id, as they were at the last turn. */
  liveRanks: ReadonlyMap<string, number> = new Map();
  readonly #settings: SettingsStore;
  readonly #clock: Clock;

  constructor(spec: ListSpec<T>, settings: SettingsStore, clock: Clock) {
    this.spec = spec;
    this.#settings = settings;
    this.#clock = clock;
    this.selection = new ListSelection(() => this.orderedIds);
    makeAutoObservable(this, {
      spec: false,
      selection: false,
      liveRanks: observableRef,
      choice: computedStruct,
      counts: computedStruct,
    });
  }

  get choice(): ListChoice {
    return this.#settings.value.lists[this.spec.name] ?? EMPTY;
  }
  get columns(): ColumnChoice {
    return this.choice.columns;
  }
  /** By which columns, the first first; never empty. */
  get sort(): readonly SortKey[] {
    const known = this.choice.sort.filter((key) => key.column in this.spec.columns);
    return known.length > 0 ? known : [{ column: this.spec.sortedBy, isDescending: false }];
  }
  /** What it is in when nothing was chosen. */
  get usualGroupBy(): string {
    const { groupings, startsUngrouped } = this.spec;
    return (startsUngrouped ? undefined : Object.keys(groupings)[0]) ?? NO_GROUPING;
  }
  /** Name of a grouping, or "none". */
  get groupBy(): string {
    const chosen = this.choice.groupBy;
    if (chosen === NO_GROUPING || (chosen !== null && chosen in this.spec.groupings)) return chosen;
    return this.usualGroupBy;
  }
  /** By the column that the items are in the order of anyway. */
  get isUsualOrder(): boolean {
    const [first, ...more] = this.sort;
    return more.length === 0 && first?.column === this.spec.sortedBy && !first.isDescending;
  }
  get isLiveOrder(): boolean {
    return this.sort.some(({ column }) => this.spec.columns[column]?.isLive);
  }

  setFilter(filter: string): void {
    this.filter = filter;
  }
  setTab(tab: string): void {
    this.tab = tab === 'all' || tab in this.spec.tabs ? tab : 'all';
  }
  setActive(key: string | undefined): void {
    this.active = key;
  }
  setHeld(isHeld: boolean): void {
    this.isHeld = isHeld;
  }
  setGroupBy(groupBy: string): void {
    this.#keep({ groupBy });
  }
  setColumns(columns: ColumnChoice): void {
    this.#keep({ columns });
  }
  fold(key: string, isFolded: boolean): void {
    const rest = this.choice.folded.filter((one) => one !== key);
    this.#keep({ folded: isFolded ? [...rest, key].slice(-500) : rest });
  }

  /** A click on a head: by this column, or the other way round; `isFurther` adds or turns a further key (Shift+click). */
  sortBy(column: string, isFurther: boolean): void {
    const spec = this.spec.columns[column];
    if (!spec) return;
    const before = this.sort.find((key) => key.column === column);
    const key = { column, isDescending: before ? !before.isDescending : spec.isBigFirst === true };
    const sort = !isFurther
      ? [key]
      : before
        ? this.sort.map((one) => (one.column === column ? key : one))
        : [...this.sort, key].slice(0, 4);
    this.#keep({ sort });
    this.reorder();
  }

  /** What the filter leaves, before the tab. */
  get matching(): readonly T[] {
    const test = filterOf(this.filter, this.spec.fields, this.spec.hasWord);
    const items = this.spec.items();
    return test ? items.filter(test) : items;
  }

  /** How many each tab would show. */
  get counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = { all: this.matching.length };
    for (const [tab, has] of Object.entries(this.spec.tabs)) {
      counts[tab] = this.matching.filter(has).length;
    }
    return counts;
  }

  /** What filter and tab leave, in order. */
  get shown(): readonly T[] {
    const has = this.spec.tabs[this.tab];
    const items = has ? this.matching.filter(has) : this.matching;
    // They come in this order: sorting 5,000 names at each letter of a filter is what made it slow.
    if (this.isUsualOrder) return items;
    if (!this.isLiveOrder) return sorted(items, this.#keys());
    const ranks = this.liveRanks;
    const last = ranks.size;
    return sorted(items, [{ value: (item) => ranks.get(this.spec.idOf(item)) ?? last, isDescending: false }]);
  }

  get groups(): readonly ListGroup<T>[] {
    const grouping = this.spec.groupings[this.groupBy];
    if (!grouping) return [{ key: '', title: '', items: this.shown }];
    const byKey = groupedBy(this.shown, (item) => [grouping.of(item)]);
    const groups = [...byKey].map(([key, items]) => ({ key, title: grouping.titleOf(key), items }));
    // Groups keep their places whatever the order within: rows that jump are what peers are blamed for (orbstack#2551).
    return sorted(groups, [
      { value: ({ key }) => (key === '' ? 1 : 0), isDescending: false },
      { value: ({ key }) => grouping.rank?.(key) ?? 0, isDescending: false },
      { value: ({ title }) => title, isDescending: false },
    ]);
  }

  /** Whether groups have heads: one group that is "No project" would only repeat the page's head. */
  get isGrouped(): boolean {
    const { groups } = this;
    return this.groupBy !== NO_GROUPING && !(groups.length === 1 && groups[0]?.key === '');
  }

  get rows(): readonly ListRow<T>[] {
    const rows: ListRow<T>[] = [];
    const { isGrouped, spec } = this;
    const folded = new Set(this.choice.folded);
    for (const group of this.groups) {
      const isOpen = !isGrouped || !folded.has(group.key);
      if (isGrouped) rows.push({ kind: 'group', key: `group ${group.key}`, group, isOpen });
      if (!isOpen) continue;
      for (const item of group.items) {
        rows.push({ kind: 'item', key: spec.idOf(item), item });
        if (spec.hasNote(item)) rows.push({ kind: 'note', key: `note ${spec.idOf(item)}`, item });
      }
    }
    return rows;
  }

  get selectedItems(): readonly T[] {
    const { ids } = this.selection;
    return ids.size === 0 ? [] : this.shown.filter((item) => ids.has(this.spec.idOf(item)));
  }

  /** Item ids in the order the rows stand in, folded groups included: what a range or the next container goes by. */
  get orderedIds(): readonly string[] {
    return this.groups.flatMap((group) => group.items.map(this.spec.idOf));
  }

  /** Takes the live values as they are now for the order of the rows. */
  reorder(): void {
    if (!this.isLiveOrder) return;
    const ranks = sorted(this.spec.items(), this.#keys()).map((item, i): [string, number] => [this.spec.idOf(item), i]);
    this.liveRanks = new Map(ranks);
  }

  /** Lets a live order follow its values while the list is looked at. */
  openOrder(): Disposable {
    let timer: Disposable;
    const turn = (): void => {
      if (!this.isHeld) this.reorder();
      timer = this.#clock.after(REORDER_MS, turn);
    };
    turn();
    return toDisposable(() => timer.dispose());
  }

  #keys(): readonly SortBy<T>[] {
    return this.sort.flatMap(({ column, isDescending }) => {
      const spec = this.spec.columns[column];
      return spec ? [{ value: (item: T) => spec.value(item), isDescending }] : [];
    });
  }

  #keep(change: Partial<ListChoice>): void {
    const { lists } = this.#settings.value;
    void this.#settings.set({ lists: { ...lists, [this.spec.name]: { ...this.choice, ...change } } });
  }
}
