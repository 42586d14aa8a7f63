import { NONE, type Quantity } from '#shared/format/quantity.ts';

/** "18.2 %"; from 100 on without a digit behind the point, for a table column's width. */
export function percent(value: number | null | undefined): Quantity {
  if (value === null || value === undefined || !Number.isFinite(value)) return { value: NONE, unit: '' };
  return { value: Math.abs(value) >= 99.95 ? String(Math.round(value)) : value.toFixed(1), unit: '%' };
}

/** Whole percent, for shares such as "61 % of limit". */
export function wholePercent(value: number | null | undefined): Quantity {
  if (value === null || value === undefined || !Number.isFinite(value)) return { value: NONE, unit: '' };
  return { value: String(Math.round(value)), unit: '%' };
}
