import { observer } from 'mobx-react-lite';
import type { ReactNode } from 'react';
import type { ListStore } from '#renderer/stores/list-store.ts';
import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { TickBox } from '#renderer/ui/treegrid/tick-box.tsx';

interface SelectionBarProps<T> {
  /** The page's heading, which is not seen meanwhile. */
  title: string;
  list: ListStore<T>;
  /** The daily acts, as buttons. */
  children?: ReactNode;
  /** At the other end: the act that something is lost by. */
  last?: ReactNode;
  menu?: readonly Act[];
}

/** In the place of the page head while something is selected: how many, and what can be done with all of them. */
export const SelectionBar = observer(function SelectionBar<T>({
  title,
  list,
  children,
  last,
  menu = [],
}: SelectionBarProps<T>) {
  const { selection } = list;
  const ids = list.orderedIds;
  return (
    <div className="phead is-selection" role="toolbar" aria-label="Selection">
      <h1 className="vh">{title}</h1>
      <TickBox
        label="Select all shown"
        state={selection.stateOf(ids)}
        isStop
        onToggle={() => selection.toggleAll(ids)}
      />
      <span className="selected num" role="status">
        {list.selectedItems.length} selected
      </span>
      <button type="button" className="link-btn" onClick={() => selection.clear()}>
        Clear
      </button>
      {children}
      <span className="grow" />
      {last}
      {menu.length === 0 ? null : (
        <ActMenu
          acts={menu}
          trigger={
            <button type="button" className="ib" aria-label="More actions for the selection">
              <Icon name="more" />
            </button>
          }
        />
      )}
    </div>
  );
}) as <T>(props: SelectionBarProps<T>) => ReactNode;
