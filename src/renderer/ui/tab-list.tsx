import type { KeyboardEvent } from 'react';

export interface TabItem<T extends string> {
  readonly value: T;
  readonly label: string;
  /** A count beside it; said elsewhere. */
  readonly count?: number | undefined;
}

const STEP: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** The tabs of a detail screen by the ARIA pattern: arrows move and show at once. The panel is `panel-VALUE`. */
export function TabList<T extends string>({
  label,
  tabs,
  value,
  onPick,
}: {
  label: string;
  tabs: readonly TabItem<T>[];
  value: T;
  onPick: (value: T) => void;
}) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = STEP[event.key];
    const at = tabs.findIndex((tab) => tab.value === value);
    const next =
      event.key === 'Home'
        ? tabs[0]
        : event.key === 'End'
          ? tabs.at(-1)
          : step === undefined
            ? undefined
            : tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    onPick(next.value);
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next.value}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} style={{ display: 'flex', gap: 2 }} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={`tab-${tab.value}`}
          className="tab"
          aria-selected={tab.value === value}
          aria-controls={tab.value === value ? `panel-${tab.value}` : undefined}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onPick(tab.value)}
        >
          {tab.label}
          {tab.count === undefined || tab.count === 0 ? null : (
            <span className="c" aria-hidden="true">
              {tab.count}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
