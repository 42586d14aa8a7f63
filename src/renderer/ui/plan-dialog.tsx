import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactNode, useRef, useState } from 'react';
import { size } from '#shared/format/bytes.ts';
import { plural, words } from '#shared/format/quantity.ts';
import { TypedName } from '#renderer/ui/typed-name.tsx';
import { useFocusKept } from '#renderer/ui/use-focus-kept.ts';
import { TickBox } from '#renderer/ui/treegrid/tick-box.tsx';
import '#renderer/ui/plan-dialog.css';

export interface PlanItem {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** Why it may go. */
  readonly reason: string;
  /** Goes only where it was ticked by hand, as what holds data. */
  readonly startsUnticked?: boolean;
}

interface PlanProps {
  /** "image": what is counted. */
  noun: string;
  /** Undefined while the plan is made. */
  items: readonly PlanItem[] | undefined;
  error: string | undefined;
  isBusy: boolean;
  /** What is said when nothing would go. */
  empty: string;
  /** Nothing goes that was not ticked by hand: what holds data. */
  startsUnticked?: boolean;
  /** They take no room worth a word. */
  hasNoSizes?: boolean;
  /** What has to be typed before these go; undefined for nothing. */
  typedFor?: (ticked: readonly PlanItem[]) => string | undefined;
  onAct: (ticked: ReadonlySet<string>) => void;
}

/**
 * What a prune would remove (design section 13, tiers 2 and 3): every single thing with its size, a tick for each, and what all of
 * them free. The focus starts on the safe button.
 */
export function PlanDialog({
  open,
  title,
  children,
  onClose,
  ...plan
}: PlanProps & {
  open: boolean;
  title: string;
  /** What is kept, and choices that make another plan. */
  children: ReactNode;
  onClose: () => void;
}) {
  const safeButton = useRef<HTMLButtonElement>(null);
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog plan-dialog" initialFocus={safeButton}>
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />}>{children}</AlertDialog.Description>
          <Plan
            // Another plan is ticked anew.
            key={plan.items === undefined ? 'none' : plan.items.map(({ id }) => id).join(' ')}
            {...plan}
            cancel={
              <AlertDialog.Close className="btn big" ref={safeButton}>
                Cancel
              </AlertDialog.Close>
            }
          />
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function Plan({
  noun,
  items,
  error,
  isBusy,
  empty,
  startsUnticked = false,
  hasNoSizes = false,
  typedFor,
  cancel,
  onAct,
}: PlanProps & { cancel: ReactNode }) {
  const acts = useRef<HTMLDivElement>(null);
  // The safe button, which the plan takes with it when it comes.
  useFocusKept(acts, '.acts button');
  const all = items ?? [];
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(
    () => new Set(all.filter((item) => startsUnticked || item.startsUnticked === true).map(({ id }) => id)),
  );
  const [text, setText] = useState('');
  const ticked = all.filter(({ id }) => !unticked.has(id));
  const typed = ticked.length === 0 ? undefined : typedFor?.(ticked);
  const bytes = ticked.reduce((sum, item) => sum + item.bytes, 0);
  const toggle = (id: string): void => {
    const next = new Set(unticked);
    if (!next.delete(id)) next.add(id);
    setUnticked(next);
  };
  return (
    <>
      {items === undefined && error === undefined ? (
        <p className="t2" role="status">
          Looking at what can go…
        </p>
      ) : null}
      {items?.length === 0 ? <p className="t2">{empty}</p> : null}
      {all.length === 0 ? null : (
        <>
          <div className="plan-head">
            <TickBox
              label="Tick all"
              state={ticked.length === 0 ? 'none' : ticked.length === all.length ? 'all' : 'some'}
              isStop
              onToggle={() => setUnticked(new Set(ticked.length === all.length ? all.map(({ id }) => id) : []))}
            />
            <span className="num" role="status">
              {ticked.length === 0 ? 'Nothing is ticked' : plural(ticked.length, noun)}
              {hasNoSizes || ticked.length === 0 ? null : `, at least ${words(size(bytes))}`}
            </span>
          </div>
          <ul className="dialog-list" tabIndex={0} aria-label="What goes">
            {all.map(({ id, name, reason, bytes: own }) => (
              <li key={id}>
                <TickBox label={name} state={unticked.has(id) ? 'none' : 'all'} isStop onToggle={() => toggle(id)} />
                <span className="plan-words">
                  <span className="ell" title={name}>
                    {name}
                  </span>
                  <span className="t3 ell">{reason}</span>
                </span>
                {hasNoSizes ? null : <span className="t2 num dialog-note">{words(size(own))}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {typed === undefined ? null : <TypedName typed={typed} value={text} onType={setText} />}
      {error === undefined ? null : (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <div className="acts" ref={acts}>
        {cancel}
        <button
          type="button"
          className="btn big danger"
          disabled={ticked.length === 0 || isBusy || (typed !== undefined && text !== typed)}
          onClick={() => onAct(new Set(ticked.map(({ id }) => id)))}
        >
          {isBusy ? 'Removing…' : `Remove ${plural(ticked.length, noun)}`}
        </button>
      </div>
    </>
  );
}
