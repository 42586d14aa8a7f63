import type { Container } from '#shared/contract/containers.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import type { TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** The commands of the list (design section 11). Those of a row are for the row that the keys stand on. */
export function useListCommands(handle: { current: TreeGridHandle | null }, go: (to: string) => void): void {
  const stores = useStores();
  const { list } = stores;
  const open = (tab: string) => () => {
    const container = activeOf(stores);
    if (container) go(`/container/${container.id}/${tab}`);
    return container !== undefined;
  };
  const act =
    (...verbs: string[]) =>
    () => {
      const container = activeOf(stores);
      const found = container && containerActs(stores, container).find(({ verb }) => verbs.includes(verb));
      found?.run();
      return found !== undefined;
    };
  useCommands({
    'list.down': () => handle.current?.step(1),
    'list.up': () => handle.current?.step(-1),
    'list.select': () => handle.current?.toggle() ?? false,
    'list.menu': () => handle.current?.openMenu() ?? false,
    'list.selectAll': () => {
      if (!handle.current?.isFocused()) return false;
      list.selection.toggleAll(list.orderedIds);
      return true;
    },
    'container.logs': open('logs'),
    'container.terminal': open('terminal'),
    'container.inspect': open('inspect'),
    'container.environment': open('environment'),
    'container.startStop': act('start', 'stop', 'unpause'),
    'container.restart': act('restart'),
  });
}

function activeOf({ list, containers }: Stores): Container | undefined {
  return list.active === undefined ? undefined : containers.byId.get(list.active);
}
