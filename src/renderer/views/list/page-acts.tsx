import { ActMenu } from '#renderer/ui/act-menu.tsx';
import { Icon, type IconName } from '#renderer/ui/icons.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

export interface PrimaryAct {
  readonly label: string;
  readonly icon: IconName;
  run(): void;
}

/** At the end of a page head: the page's primary act, and a menu of others that concern none of its things in particular. */
export function PageActs({
  title,
  menu,
  primary,
}: {
  /** "Images": whose acts they are. */
  title: string;
  menu: readonly Act[];
  primary: PrimaryAct | undefined;
}) {
  const { commands } = useStores();
  useCommands(primary ? { 'page.primary': () => primary.run() } : {});
  return (
    <>
      {menu.length === 0 ? null : (
        <ActMenu
          acts={menu}
          trigger={
            <button type="button" className="ib" aria-label={`More for ${title.toLowerCase()}`}>
              <Icon name="more" />
            </button>
          }
        />
      )}
      {primary ? (
        <button
          type="button"
          className="btn primary"
          aria-label={primary.label}
          title={commands.words('page.primary')}
          onClick={() => primary.run()}
        >
          <Icon name={primary.icon} />
          <span className="hide-s">{primary.label}</span>
        </button>
      ) : null}
    </>
  );
}
