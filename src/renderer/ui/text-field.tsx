import { type ReactNode, useId, useState } from 'react';

/**
 * A line of text that is taken when it is left or by Enter; Esc brings the last one back. An error stays under the
 * field, with the text as it was typed (design section 14).
 */
export function TextField({
  label,
  value,
  placeholder,
  isMono = false,
  width,
  check,
  onTake,
  after,
}: {
  label: string;
  value: string;
  placeholder?: string;
  isMono?: boolean;
  width?: number;
  /** Why a text can't be taken; undefined when it can. */
  check?: (text: string) => string | undefined;
  onTake: (text: string) => void;
  after?: ReactNode;
}) {
  const id = useId();
  const [draft, setDraft] = useState<string>();
  const text = draft ?? value;
  // What is there already was taken once; only what is typed is looked at.
  const error = draft === undefined ? undefined : check?.(draft);
  const take = (): void => {
    if (draft === undefined || error !== undefined) return;
    if (draft !== value) onTake(draft);
    setDraft(undefined);
  };
  return (
    <div className="text-field" style={width === undefined ? undefined : { width }}>
      <div className={error === undefined ? 'field' : 'field is-bad'}>
        <input
          className={isMono ? 'mono' : undefined}
          aria-label={label}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : id}
          value={text}
          placeholder={placeholder}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
            else if (event.key === 'Escape' && draft !== undefined) {
              event.stopPropagation();
              setDraft(undefined);
            }
          }}
        />
        {after}
      </div>
      {error === undefined ? null : (
        <p id={id} className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
