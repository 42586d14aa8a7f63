import { useId } from 'react';

/** What has to be typed before data is lost (design section 13, tier 3). */
export function TypedName({ typed, value, onType }: { typed: string; value: string; onType: (text: string) => void }) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="dialog-typed">
        Type <b className="mono">{typed}</b> to confirm
      </label>
      <div className="field big">
        <input
          id={id}
          className="mono"
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onType(event.target.value)}
        />
      </div>
    </>
  );
}
