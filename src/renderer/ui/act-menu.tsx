import { Menu } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { type Act, MenuItems } from '#renderer/ui/menu-items.tsx';

export type { Act };

/** A menu of acts behind a button. `trigger` brings its own name; `head` is said above the acts. */
export function ActMenu({
  trigger,
  acts,
  align = 'end',
  side = 'bottom',
  head,
  onOpen,
}: {
  trigger: ReactElement;
  acts: readonly Act[];
  align?: 'start' | 'end';
  side?: 'bottom' | 'top';
  head?: string;
  onOpen?: () => void;
}) {
  return (
    <Menu.Root onOpenChange={(isOpen) => isOpen && onOpen?.()}>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align={align} side={side} className="popup-layer">
          <Menu.Popup className="popup">
            {head === undefined ? null : <p className="item-head">{head}</p>}
            <MenuItems acts={acts} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
