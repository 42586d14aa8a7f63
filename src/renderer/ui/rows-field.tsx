import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import '#renderer/ui/rows-field.css';

/** Rows of fields of which there can be any number; a new one is empty, each can be taken off. */
export function RowsField<T>({
  label,
  hasLegend = false,
  noun,
  rows,
  blank,
  columns,
  error,
  hint,
  renderRow,
  onRows,
}: {
  /** "Ports": what they are together. */
  label: string;
  /** Where nothing above the rows says so. */
  hasLegend?: boolean;
  /** "port": one of them. */
  noun: string;
  rows: readonly T[];
  blank: T;
  /** Widths, as a grid takes them. */
  columns: string;
  error?: string | undefined;
  hint?: string;
  renderRow: (row: T, change: (more: Partial<T>) => void, number: number) => ReactNode;
  onRows: (rows: readonly T[]) => void;
}) {
  const field = useRef<HTMLFieldSetElement>(null);
  // A new row is there to be typed into; a removed one must not take the focus with it.
  const goTo = useRef<number>(undefined);
  useEffect(() => {
    const to = goTo.current;
    goTo.current = undefined;
    if (to === undefined) return;
    const row = field.current?.querySelectorAll('.rows-row')[to];
    const isNew = row?.querySelector<HTMLElement>('input, [role="combobox"]');
    (isNew ?? field.current?.querySelector<HTMLElement>(':scope > .link-btn'))?.focus();
  }, [rows.length]);
  const setRows = (next: readonly T[], at: number): void => {
    goTo.current = at;
    onRows(next);
  };
  const change = (at: number, more: Partial<T>): void =>
    onRows(rows.map((one, i) => (i === at ? { ...one, ...more } : one)));
  return (
    <fieldset ref={field} className="rows-field" {...(hasLegend ? {} : { 'aria-label': label })}>
      {hasLegend ? <legend>{label}</legend> : null}
      {hint === undefined ? null : <p className="t3">{hint}</p>}
      {rows.map((row, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- two may be the same while they are typed
        <div key={i} className="rows-row" style={{ gridTemplateColumns: `${columns} auto` }}>
          {renderRow(row, (more) => change(i, more), i + 1)}
          <button
            type="button"
            className="ib"
            aria-label={`Remove ${noun} ${i + 1}`}
            onClick={() =>
              setRows(
                rows.filter((_, at) => at !== i),
                Math.min(i, rows.length - 2),
              )
            }
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
      <button type="button" className="link-btn" onClick={() => setRows([...rows, blank], rows.length)}>
        Add {/^[aeiou]/.test(noun) ? 'an' : 'a'} {noun}
      </button>
    </fieldset>
  );
}

/** A field of such a row: its name is heard, its place says it to the eye. */
export const RowInput = ({
  label,
  value,
  onType,
  placeholder,
  isSecret = false,
  list,
}: {
  label: string;
  value: string;
  onType: (text: string) => void;
  placeholder?: string;
  isSecret?: boolean;
  list?: string;
}) => (
  <span className="field">
    <input
      aria-label={label}
      type={isSecret ? 'password' : 'text'}
      value={value}
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="none"
      onChange={(event) => onType(event.target.value)}
      {...(placeholder !== undefined && { placeholder })}
      {...(list !== undefined && { list })}
    />
  </span>
);
