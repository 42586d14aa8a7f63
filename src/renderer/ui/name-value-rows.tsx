import { Icon } from '#renderer/ui/icons.tsx';
import '#renderer/ui/name-value-rows.css';

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
  const change = (at: number, part: Partial<NameValue>): void =>
    onChange(rows.map((row, i) => (i === at ? { ...row, ...part } : row)));
  return (
    <fieldset className="name-values">
      <legend>{legend}</legend>
      {rows.map(({ name, value }, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- two may have the same name while they are typed
        <div key={i} className="name-value">
          <span className="field">
            <input
              aria-label={`Name of ${noun} ${i + 1}`}
              placeholder={placeholder}
              value={name}
              spellCheck={false}
              autoCapitalize="none"
              onChange={(event) => change(i, { name: event.target.value })}
            />
          </span>
          <span className="field">
            <input
              aria-label={`Value of ${noun} ${i + 1}`}
              placeholder="value"
              value={value}
              spellCheck={false}
              autoCapitalize="none"
              onChange={(event) => change(i, { value: event.target.value })}
            />
          </span>
          <button
            type="button"
            className="ib"
            aria-label={`Remove ${noun} ${i + 1}`}
            onClick={() => onChange(rows.filter((_, at) => at !== i))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      {error === undefined ? null : (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <button type="button" className="link-btn" onClick={() => onChange([...rows, { name: '', value: '' }])}>
        Add {/^[aeiou]/.test(noun) ? 'an' : 'a'} {noun}
      </button>
    </fieldset>
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
