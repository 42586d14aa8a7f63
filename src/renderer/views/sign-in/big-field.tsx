import { type InputHTMLAttributes, useId } from 'react';

/** A field with its label above it, as high as a thumb. What else it takes is an input's own. */
export function BigField({
  label,
  hint,
  value,
  onType,
  ...more
}: {
  label: string;
  hint?: string;
  value: string;
  onType: (text: string) => void;
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'>) {
  const id = useId();
  return (
    <div className="big-field">
      <label htmlFor={id}>{label}</label>
      <div className={more['aria-invalid'] ? 'field is-bad' : 'field'}>
        <input id={id} value={value} onChange={(event) => onType(event.target.value)} {...more} />
      </div>
      {hint === undefined ? null : <p className="t3">{hint}</p>}
    </div>
  );
}
