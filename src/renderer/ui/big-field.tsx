import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import '#renderer/ui/big-field.css';

/** A field with its label above it, as high as a thumb, its error or hint below. What else it takes is an input's own. */
export function BigField({
  label,
  hint,
  error,
  value,
  onType,
  after,
  ...more
}: {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: string;
  onType: (text: string) => void;
  /** Within the field, at its end. */
  after?: ReactNode;
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'>) {
  const id = useId();
  const isBad = error !== undefined || more['aria-invalid'] === true;
  const words = error ?? hint;
  return (
    <div className="big-field">
      <label htmlFor={id}>{label}</label>
      <div className={isBad ? 'field is-bad' : 'field'}>
        <input
          id={id}
          value={value}
          onChange={(event) => onType(event.target.value)}
          aria-invalid={isBad}
          aria-describedby={words === undefined ? undefined : `${id}-words`}
          {...more}
        />
        {after}
      </div>
      {words === undefined ? null : (
        <p
          id={`${id}-words`}
          className={error === undefined ? 't3' : 'field-error'}
          role={error === undefined ? undefined : 'alert'}
        >
          {words}
        </p>
      )}
    </div>
  );
}
