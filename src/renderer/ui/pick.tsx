import { Select } from '@base-ui/react/select';
import { Icon } from '#renderer/ui/icons.tsx';

export interface Choice<T> {
  value: T;
  label: string;
}

/** One of a few values, as "Tail 1,000 v". */
export function Pick<T extends string | number>({
  label,
  value,
  choices,
  onPick,
  className,
  isPlain = false,
}: {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onPick: (value: T) => void;
  className?: string;
  /** The label is beside it already. */
  isPlain?: boolean;
}) {
  const current = choices.find((choice) => choice.value === value)?.label ?? String(value);
  return (
    <Select.Root value={value} onValueChange={(next) => next !== null && onPick(next)}>
      <Select.Trigger className={`pick num${className ? ` ${className}` : ''}`} aria-label={label}>
        {isPlain ? null : <span className="k">{label}</span>}
        <span>{current}</span>
        <Icon name="chevronDown" size={14} />
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner sideOffset={4} align="start" alignItemWithTrigger={false} className="popup-layer">
          <Select.Popup className="popup">
            {choices.map((choice) => (
              <Select.Item key={choice.value} value={choice.value} className="item num">
                <span className="tick">
                  <Select.ItemIndicator>
                    <Icon name="check" />
                  </Select.ItemIndicator>
                </span>
                <Select.ItemText>{choice.label}</Select.ItemText>
              </Select.Item>
            ))}
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
