/** A figure and its unit apart, so that a screen can dim the unit. Joined by `words`. */
export interface Quantity {
  value: string;
  unit: string;
}

/** Narrow no-break space: design section 8 asks for it before each unit and before %. */
export const THIN = '\u202f';
/** What stands where there is no value. */
export const NONE = '–';

/** "1.5 MB" with its narrow space. */
export const words = (quantity: Quantity): string =>
  quantity.unit === '' ? quantity.value : `${quantity.value}${THIN}${quantity.unit}`;

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 12345 as "12,345". */
export const count = (value: number): string => grouped.format(value);

/** As `count`, but never wider than "9,999+". */
export const cappedCount = (value: number): string => (value > 9999 ? '9,999+' : count(value));

/** "1 line", "2 lines", "1,204 lines". */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;
