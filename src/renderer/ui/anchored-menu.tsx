import { Menu } from '@base-ui/react/menu';
import type { Act } from '#renderer/ui/act-menu.tsx';
import { Icon } from '#renderer/ui/icons.tsx';

/** One menu for a whole list, hung on the row that asked: a menu a row would cost more than the row. */
export function AnchoredMenu({
  anchor,
  acts,
  label,
  onClose,
}: {
  anchor: Element | null;
  acts: readonly Act[];
  label: string;
  onClose: () => void;
}) {
  const dangerous = acts.filter((act) => act.isDangerous);
  return (
    <Menu.Root open={anchor !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} sideOffset={4} align="end" className="popup-layer">
          <Menu.Popup
            className="popup"
            aria-label={label}
            finalFocus={() => (anchor instanceof HTMLElement && anchor.isConnected ? anchor : true)}
          >
            {acts.filter((act) => !act.isDangerous).map(item)}
            {dangerous.length > 0 ? <Menu.Separator className="item-sep" /> : null}
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
      {act.icon ? <Icon name={act.icon} /> : <span style={{ width: 16 }} />}
      {act.label}
      {act.keys === undefined ? null : <span className="key">{act.keys}</span>}
    </Menu.Item>
  );
}
