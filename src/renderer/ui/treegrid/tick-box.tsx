import { Icon } from '#renderer/ui/icons.tsx';

/** A tick box of a row, a group or the head: the mark is drawn by us so that it is the same on every platform. */
export function TickBox({
  label,
  state,
  isStop,
  onToggle,
}: {
  label: string;
  state: 'none' | 'some' | 'all';
  /** Whether Tab stops here. */
  isStop: boolean;
  onToggle: (isRange: boolean) => void;
}) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={state === 'some' ? 'mixed' : state === 'all'}
      aria-label={label}
      tabIndex={isStop ? 0 : -1}
      className="tick-box"
      onClick={(event) => onToggle(event.shiftKey)}
    >
      <span className="box">
        {state === 'none' ? null : <Icon name={state === 'all' ? 'check' : 'minus'} size={12} />}
      </span>
    </button>
  );
}
