import { RowInput, RowsField } from '#renderer/ui/rows-field.tsx';

export interface NameValue {
  readonly name: string;
  readonly value: string;
}

/** Names with values, as many as one likes: build arguments, labels, options of a driver. */
export function NameValueRows({
  legend,
  noun,
  placeholder = 'name',
  rows,
  error,
  onChange,
}: {
  legend: string;
  /** "argument". */
  noun: string;
  placeholder?: string;
  rows: readonly NameValue[];
  error: string | undefined;
  onChange: (rows: readonly NameValue[]) => void;
}) {
  return (
    <RowsField
      label={legend}
      hasLegend
      noun={noun}
      rows={rows}
      blank={{ name: '', value: '' }}
      columns="1fr 1fr"
      error={error}
      renderRow={({ name, value }, change, number) => (
        <>
          <RowInput
            label={`Name of ${noun} ${number}`}
            placeholder={placeholder}
            value={name}
            onType={(text) => change({ name: text })}
          />
          <RowInput
            label={`Value of ${noun} ${number}`}
            placeholder="value"
            value={value}
            onType={(text) => change({ value: text })}
          />
        </>
      )}
      onRows={onChange}
    />
  );
}

/** Rows that nobody filled in are left out. */
export const recordOf = (rows: readonly NameValue[]): Record<string, string> =>
  Object.fromEntries(rows.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]));

/** What is wrong with them for anything that has names and values. */
export function rowsFault(rows: readonly NameValue[]): string | undefined {
  if (rows.some(({ name, value }) => name.trim() === '' && value !== '')) return 'A value needs a name.';
  const names = rows.map(({ name }) => name.trim()).filter(Boolean);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? undefined : `${twice} is there twice.`;
}
