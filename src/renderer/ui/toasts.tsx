import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import '#renderer/ui/toasts.css';

export interface ToastView {
  readonly id: number;
  readonly title: string;
  readonly text?: string;
  readonly isError?: boolean;
  readonly act?: { readonly label: string; readonly run: () => void };
}

/**
 * The messages at the lower right (at the top on phones). They wait while the pointer or the focus is on them.
 * A status is spoken by the frame's live region, at most once in 3 s; so this one is silent, and only errors speak up.
 */
export function Toasts({
  toasts,
  onDismiss,
  onHold,
}: {
  toasts: readonly ToastView[];
  onDismiss: (id: number) => void;
  onHold: (isHeld: boolean) => void;
}) {
  return (
    <section
      className="toasts"
      aria-label="Messages"
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onFocus={() => onHold(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onHold(false)}
      onKeyDown={(event) => {
        const id = Number((event.target as HTMLElement).closest<HTMLElement>('[data-toast]')?.dataset['toast']);
        if (event.key !== 'Escape' || Number.isNaN(id)) return;
        event.stopPropagation();
        onHold(false);
        onDismiss(id);
      }}
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="toast"
          data-toast={toast.id}
          {...(toast.isError ? { role: 'alert' } : { role: 'status', 'aria-live': 'off' })}
        >
          <Icon name={toast.isError ? 'warning' : 'check'} className={toast.isError ? 'bad' : 'ok'} />
          <div className="toast-words">
            <p className="toast-title">{toast.title}</p>
            {toast.text === undefined ? null : <p className="t2">{toast.text}</p>}
          </div>
          {toast.act === undefined ? null : (
            <button
              type="button"
              className="link-btn"
              onClick={() => {
                toast.act?.run();
                onHold(false);
                onDismiss(toast.id);
              }}
            >
              {toast.act.label}
            </button>
          )}
          <IconButton
            small
            icon="close"
            label="Dismiss"
            onClick={() => {
              onHold(false);
              onDismiss(toast.id);
            }}
          />
        </div>
      ))}
    </section>
  );
}
