import { observer } from 'mobx-react-lite';
import type { ReactNode } from 'react';
import { DEFAULT_SETTINGS, type Settings } from '#shared/contract/settings.ts';
import { isDefault } from '#renderer/views/settings/setting-list.ts';
import type { SettingKey, SettingSpec } from '#renderer/views/settings/setting-spec.ts';
import { useStores } from '#renderer/views/stores-context.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Pick } from '#renderer/ui/pick.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { Switch } from '#renderer/ui/switch.tsx';

/** A change of one setting; its value fits its key by the table that offers it, and main checks it again. */
const changeOf = (key: SettingKey, value: unknown): Partial<Settings> => ({ [key]: value });

/** One setting with its name, what it does, its control and its own way back. */
export const SettingRow = observer(function SettingRow({
  spec,
  children,
}: {
  spec: SettingSpec;
  children?: ReactNode;
}) {
  const { settings } = useStores();
  return (
    <div className="set" data-setting={spec.key}>
      <div>
        <h3>{spec.name}</h3>
        <p>{spec.text}</p>
      </div>
      <div className="set-control">{children ?? <Control spec={spec} />}</div>
      <span className="set-reset">
        {isDefault(settings.value, spec.key) ? null : (
          <IconButton
            small
            icon="undo"
            label={`Reset ${spec.name}`}
            onClick={() => void settings.set(changeOf(spec.key, DEFAULT_SETTINGS[spec.key]))}
          />
        )}
      </span>
    </div>
  );
});

const Control = observer(function Control({ spec }: { spec: SettingSpec }) {
  const { settings } = useStores();
  const value = settings.value[spec.key];
  const set = (next: unknown): void => void settings.set(changeOf(spec.key, next));
  switch (spec.kind) {
    case 'switch':
      return <Switch label={spec.name} isOn={value === true} onSwitch={set} />;
    case 'segments': {
      const segments = spec.choices.map((choice) => ({ value: String(choice.value), label: choice.label }));
      const take = (next: string): void => set(spec.choices.find((choice) => String(choice.value) === next)?.value);
      return <Segments label={spec.name} value={String(value)} segments={segments} onPick={take} />;
    }
    case 'pick': {
      const current = typeof value === 'number' || typeof value === 'string' ? value : '';
      // A value set by hand, in the file or by a key, is offered too.
      const isOffered = spec.choices.some((choice) => choice.value === current);
      const choices = isOffered ? spec.choices : [{ value: current, label: String(current) }, ...spec.choices];
      return <Pick label={spec.name} isPlain value={current} choices={choices} onPick={set} />;
    }
    case 'own':
      return null;
  }
});
