import type { FilterFields } from '#shared/list/filter-query.ts';
import type { SortValue } from '#shared/list/sort.ts';

export interface SortColumn<T> {
  value(item: T): SortValue;
  /** The value changes by itself: the order then follows slowly, and never under the pointer (design section 5). */
  isLive?: boolean;
  /** The first click on the head puts the biggest first. */
  isBigFirst?: boolean;
}

export interface Grouping<T> {
  /** In the choice "Group by". */
  label: string;
  /** The group's key; empty: those that belong to none, last. */
  of(item: T): string;
  titleOf(key: string): string;
  /** Order of groups; by title where it is left out. */
  rank?(key: string): number;
}

/** What makes a list of things a list: all that differs between containers, images, volumes. */
export interface ListSpec<T> {
  /** Its look is kept in `settings.lists` under this name. */
  readonly name: string;
  /** All there are, in the order they have when nothing is chosen. */
  items(): readonly T[];
  idOf(item: T): string;
  readonly fields: FilterFields<T>;
  /** Whether a plain word of the filter, in lower case, is found in an item. */
  hasWord(item: T, word: string): boolean;
  /** By the tab's name; "all" need not be named. */
  readonly tabs: Readonly<Record<string, (item: T) => boolean>>;
  /** By name; "none" is always there. */
  readonly groupings: Readonly<Record<string, Grouping<T>>>;
  /** A new list is in no groups; else it has the first grouping. */
  readonly startsUngrouped?: boolean;
  readonly columns: Readonly<Record<string, SortColumn<T>>>;
  /** The column that `items()` is in the order of. */
  readonly sortedBy: string;
  /** Whether there is something to say under an item's row. */
  hasNote(item: T): boolean;
}

export interface ListGroup<T> {
  readonly key: string;
  readonly title: string;
  readonly items: readonly T[];
}

export type ListRow<T> =
  | { kind: 'group'; key: string; group: ListGroup<T>; isOpen: boolean }
  | { kind: 'item'; key: string; item: T }
  | { kind: 'note'; key: string; item: T };
