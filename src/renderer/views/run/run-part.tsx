import type { ReactNode } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import type { RunDraft } from '#renderer/views/run/run-draft.ts';

export interface PartProps {
  draft: RunDraft;
  set: (change: Partial<RunDraft>) => void;
  errorOf: (field: string) => string | undefined;
}

/** Of fields that hold names, and no prose. */
export const PLAIN = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;

/** Open where something stands in it or is wrong with it at the start; afterwards as the reader leaves it. */
export function Part({
  title,
  count,
  error,
  children,
}: {
  title: string;
  count?: number | string;
  error?: string | undefined;
  children: ReactNode;
}) {
  const words = count === 0 || count === undefined ? '' : String(count);
  return (
    <details className="run-part" {...(error === undefined ? {} : { open: true })}>
      <summary>
        <Icon name="chevronRight" size={14} />
        {title}
        {words === '' ? null : <span className="t3 num">{words}</span>}
      </summary>
      <div>{children}</div>
    </details>
  );
}
