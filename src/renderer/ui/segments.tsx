import { type KeyboardEvent, type ReactNode, useRef } from 'react';

export interface Segment<T extends string> {
  value: T;
  label: string;
  /** Beside the label; part of the name ("Running 9"). */
  count?: string;
  mark?: ReactNode;
}

const STEP: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One of a few, side by side, by the ARIA pattern of tabs or of a radio group: one stop for Tab, arrows within. */
export function Segments<T extends string>({
  label,
  value,
  segments,
  onPick,
  asTabs = false,
}: {
  label: string;
  value: T;
  segments: readonly Segment<T>[];
  onPick: (value: T) => void;
  asTabs?: boolean;
}) {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEP[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = segments.findIndex((segment) => segment.value === value);
    const next = (at + step + segments.length) % segments.length;
    const segment = segments[next];
    if (!segment) return;
    onPick(segment.value);
    group.current?.querySelectorAll<HTMLButtonElement>('button')[next]?.focus();
  };
  return (
    <div className="seg" role={asTabs ? 'tablist' : 'radiogroup'} aria-label={label} ref={group} onKeyDown={onKeyDown}>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          role={asTabs ? 'tab' : 'radio'}
          {...(asTabs ? { 'aria-selected': segment.value === value } : { 'aria-checked': segment.value === value })}
          tabIndex={segment.value === value ? 0 : -1}
          onClick={() => onPick(segment.value)}
        >
          {segment.mark}
          {segment.label}
          {segment.count === undefined ? null : <span className="c">{segment.count}</span>}
        </button>
      ))}
    </div>
  );
}
