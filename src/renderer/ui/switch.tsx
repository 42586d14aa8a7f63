import { Switch as BaseSwitch } from '@base-ui/react/switch';

/** On or off, at once. `label` is its name where no label element holds it. */
export function Switch({
  label,
  isOn,
  onSwitch,
  isDisabled = false,
}: {
  label: string;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
  isDisabled?: boolean;
}) {
  return (
    <BaseSwitch.Root
      className="switch"
      aria-label={label}
      checked={isOn}
      disabled={isDisabled}
      onCheckedChange={(next) => onSwitch(next)}
    >
      <BaseSwitch.Thumb className="switch-thumb" />
    </BaseSwitch.Root>
  );
}
