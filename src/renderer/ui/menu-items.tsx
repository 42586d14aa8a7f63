import { Menu } from '@base-ui/react/menu';
import { Icon, type IconName } from '#renderer/ui/icons.tsx';

export interface Act {
  label: string;
  icon?: IconName;
  /** Its shortcut in words, from the commands. */
  keys?: string | undefined;
  /** Alone at the end, in the danger colour (design section 13). */
  isDangerous?: boolean;
  /** Given: a choice that is on or off, which leaves the menu open. */
  isChecked?: boolean;
  isDisabled?: boolean;
  /** A line above it. */
  startsGroup?: boolean;
  run: () => void;
}

/** The acts of a menu: what is dangerous at the end, behind a line of its own. */
export function MenuItems({ acts }: { acts: readonly Act[] }) {
  const safe = acts.filter((act) => !act.isDangerous);
  const dangerous = acts.filter((act) => act.isDangerous);
  const hasIcons = acts.some((act) => act.icon !== undefined || act.isChecked !== undefined);
  return (
    <>
      {safe.map((act, at) => (
        <Item key={act.label} act={act} hasIcons={hasIcons} hasLine={at > 0 && act.startsGroup === true} />
      ))}
      {safe.length > 0 && dangerous.length > 0 ? <Menu.Separator className="item-sep" /> : null}
      {dangerous.map((act) => (
        <Item key={act.label} act={act} hasIcons={hasIcons} hasLine={false} />
      ))}
    </>
  );
}

function Item({ act, hasIcons, hasLine }: { act: Act; hasIcons: boolean; hasLine: boolean }) {
  const words = (
    <>
      {act.label}
      {act.keys === undefined ? null : <span className="key">{act.keys}</span>}
    </>
  );
  return (
    <>
      {hasLine ? <Menu.Separator className="item-sep" /> : null}
      {act.isChecked === undefined ? (
        <Menu.Item
          className={act.isDangerous ? 'item danger' : 'item'}
          disabled={act.isDisabled ?? false}
          onClick={act.run}
        >
          {act.icon ? <Icon name={act.icon} /> : hasIcons ? <span className="tick" /> : null}
          {words}
        </Menu.Item>
      ) : (
        <Menu.CheckboxItem
          className="item"
          checked={act.isChecked}
          disabled={act.isDisabled ?? false}
          onCheckedChange={act.run}
        >
          <span className="tick">{act.isChecked ? <Icon name="check" /> : null}</span>
          {words}
        </Menu.CheckboxItem>
      )}
    </>
  );
}
