type Rows = readonly (readonly (string | null)[])[];

export interface ColumnShape {
  readonly name: string;
  readonly isNumber: boolean;
  /** In characters of the mono type. */
  readonly width: number;
}

const NUMBER = /^[-+]?(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?$/;
/** The clients give texts alone: a column whose every value reads as a number is shown as one. */
const LOOKED_AT = 100;
const [MIN, MAX] = [6, 42];

export function columnShapes(columns: readonly string[], rows: Rows): ColumnShape[] {
  const sample = rows.slice(0, LOOKED_AT);
  return columns.map((name, at) => {
    const values = sample.flatMap((row) => row[at] ?? []);
    const longest = values.reduce((most, value) => Math.max(most, value.length), Math.max(name.length, 4));
    return {
      name,
      isNumber: values.length > 0 && values.every((value) => NUMBER.test(value)),
      width: Math.min(MAX, Math.max(MIN, longest + 1)),
    };
  });
}
