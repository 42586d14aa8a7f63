import type { ReactNode } from 'react';

/** A group of items, an item, or what is said under an item. */
export type GridRow<T, G> =
  | { kind: 'group'; key: string; group: G; isOpen: boolean }
  | { kind: 'item'; key: string; item: T }
  | { kind: 'note'; key: string; item: T };

/** Where a visible row of an item stands in the body, in CSS pixels. */
export interface RowBox {
  readonly key: string;
  readonly top: number;
  readonly height: number;
}

export interface Column<T, G> {
  readonly id: string;
  readonly title: string;
  /** CSS pixels; the least width where the column grows. */
  readonly width: number;
  /** Its part of what is left over; without it the width is fixed. */
  readonly grow?: number;
  readonly isRight?: boolean;
  readonly isSortable?: boolean;
  /** Off until the reader asks for it. */
  readonly isExtra?: boolean;
  /** Always there and always first: what names the row. */
  readonly isName?: boolean;
  /** Left out by itself in a grid narrower than this. */
  readonly hideBelow?: number;
  readonly cell: (item: T) => ReactNode;
  readonly total?: (group: G) => ReactNode;
  /** Drawn over the whole column, under the rows' controls: one canvas instead of one a row. */
  readonly overlay?: (boxes: readonly RowBox[]) => ReactNode;
}

/** How the reader wants the columns; kept in the settings. `hidden` null: as the columns say themselves. */
export interface ColumnChoice {
  order: string[];
  hidden: string[] | null;
  widths: Record<string, number>;
}

export interface SortedBy {
  readonly column: string;
  readonly isDescending: boolean;
}
