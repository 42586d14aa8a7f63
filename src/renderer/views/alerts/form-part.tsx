import type { ReactNode } from 'react';
import type { RuleDraft, RuleField } from '#renderer/views/alerts/rule-draft.ts';

/** What the parts of a rule's form share. */
export interface FormPart {
  readonly draft: RuleDraft;
  readonly set: (change: Partial<RuleDraft>) => void;
  readonly errorOf: (field: RuleField) => string | undefined;
}

/** A switch with its words before it. */
export function Labelled({
  label,
  text,
  error,
  children,
}: {
  label: string;
  text?: string;
  error?: string | undefined;
  children: ReactNode;
}) {
  const words = error ?? text;
  return (
    <div className="alert-switch">
      <div>
        <span aria-hidden="true">{label}</span>
        {words === undefined ? null : (
          <p className={error === undefined ? 't3' : 'field-error'} role={error === undefined ? undefined : 'alert'}>
            {words}
          </p>
        )}
      </div>
      {children}
    </div>
  );
}
