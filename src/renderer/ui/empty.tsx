import type { ReactNode } from 'react';

/** In the place of what is not there: what happened, why, and what to do. An error is spoken at once. */
export function Empty({
  title,
  text,
  isError = false,
  details,
  children,
}: {
  title: string;
  text?: ReactNode;
  isError?: boolean;
  /** The raw words of the engine or of the program, never as the headline. */
  details?: string;
  /** The ways on, as buttons. */
  children?: ReactNode;
}) {
  return (
    <div className="empty" {...(isError ? { role: 'alert' } : {})}>
      <div>
        <h2>{title}</h2>
        {text === undefined ? null : <p>{text}</p>}
        {children === undefined ? null : <div className="empty-acts">{children}</div>}
        {details === undefined ? null : (
          <details>
            <summary>Details</summary>
            <pre className="mono text">{details}</pre>
          </details>
        )}
      </div>
    </div>
  );
}
