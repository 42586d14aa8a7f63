import { Menu } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { Icon, type IconName } from '#renderer/ui/icons.tsx';

export interface Act {
  label: string;
  icon?: IconName;
  keys?: string;
  /** Alone at the end, in the danger colour (design section 13). */
  isDangerous?: boolean;
  run: () => void;
}

/** A menu of acts behind a button. `trigger` brings its own name. */
export function ActMenu({
  trigger,
  acts,
  align = 'end',
}: {
  trigger: ReactElement;
  acts: readonly Act[];
  align?: 'start' | 'end';
}) {
  const safe = acts.filter((act) => !act.isDangerous);
  const dangerous = acts.filter((act) => act.isDangerous);
  return (
    <Menu.Root>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align={align} className="popup-layer">
          <Menu.Popup className="popup">
            {safe.map(item)}
            {safe.length > 0 && dangerous.length > 0 ? <Menu.Separator className="item-sep" /> : null}
            {dangerous.map(item)}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function item(act: Act) {
  return (
    <Menu.Item key={act.label} className={act.isDangerous ? 'item danger' : 'item'} onClick={act.run}>
      {act.icon ? <Icon name={act.icon} /> : null}
      {act.label}
      {act.keys === undefined ? null : <span className="key">{act.keys}</span>}
    </Menu.Item>
  );
}
