import type { Container } from '#shared/contract/containers.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** The commands of a container's row (design section 11): of the one that the keys stand on. */
export function useRowCommands(go: (to: string) => void): void {
  const stores = useStores();
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
  const remove = (): boolean => {
    const container = activeOf(stores);
    const selected = stores.list.selectedItems;
    const going = selected.length > 0 ? selected : container === undefined ? [] : [container];
    if (going.length > 0) stores.containerEdit.ask({ kind: 'remove', containers: going });
    return going.length > 0;
  };
  useCommands({
    'container.logs': open('logs'),
    'container.terminal': open('terminal'),
    'container.inspect': open('inspect'),
    'container.environment': open('environment'),
    'container.startStop': act('start', 'stop', 'unpause'),
    'container.restart': act('restart'),
    ...(stores.session.can('containers.remove') && stores.engine.isConnected ? { 'list.remove': remove } : {}),
  });
}

function activeOf({ list, containers }: Stores): Container | undefined {
  return list.active === undefined ? undefined : containers.byId.get(list.active);
}
