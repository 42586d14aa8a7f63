import { Menu } from '@base-ui/react/menu';
import { type Act, MenuItems } from '#renderer/ui/menu-items.tsx';

/** Where the pointer was, in CSS pixels of the window. */
export interface Point {
  x: number;
  y: number;
}

const DIALOG = '[role="dialog"], [role="alertdialog"]';

/**
 * One menu for a whole list, hung on the row that asked or, by a right click, on the place of the pointer: a menu a
 * row would cost more than the row. `returnTo` gets the focus when it closes; without it the element it hung on.
 */
export function AnchoredMenu({
  anchor,
  acts,
  label,
  onClose,
  returnTo,
}: {
  anchor: Element | Point | null;
  acts: readonly Act[];
  label: string;
  onClose: () => void;
  returnTo?: HTMLElement | null;
}) {
  const isElement = anchor instanceof Element;
  const place =
    anchor === null || isElement ? anchor : { getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y) };
  const back = returnTo ?? anchor;
  return (
    <Menu.Root open={anchor !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Menu.Portal>
        <Menu.Positioner
          anchor={place}
          sideOffset={isElement ? 4 : 0}
          align={isElement ? 'end' : 'start'}
          className="popup-layer"
          // A long menu in the middle of a window has its room beside the pointer, above and below it.
          collisionAvoidance={{ side: 'shift' }}
          collisionPadding={8}
        >
          <Menu.Popup
            className="popup"
            aria-label={label}
            // What an entry opened has the focus by now, and gives it back itself.
            finalFocus={() =>
              document.querySelector(DIALOG) ? false : back instanceof HTMLElement && back.isConnected ? back : true
            }
          >
            <MenuItems acts={acts} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
