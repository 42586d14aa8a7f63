import type { Container } from '#shared/contract/containers.ts';
import type { Verb } from '#renderer/stores/acts-store.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { bulkVerbs } from '#renderer/views/containers/container-menu.ts';
import { useCommands } from '#renderer/views/use-commands.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/**
 * The commands of a container's row (design section 11): of the one that the keys stand on. What changes containers is for the
 * selection where there is one, as Delete is: the row alone would stop while three are marked.
 */
export function useRowCommands(go: (to: string) => void): void {
  const stores = useStores();
  const open = (tab: string) => () => {
    const container = activeOf(stores);
    if (container) go(`/container/${container.id}/${tab}`);
    return container !== undefined;
  };
  const act =
    (...verbs: Verb[]) =>
    () => {
      const selected = stores.list.selectedItems;
      if (selected.length > 0) {
        const [verb] = bulkVerbs(stores, selected, verbs);
        if (verb !== undefined) void stores.acts.runAll(verb, selected);
        return verb !== undefined;
      }
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
    'container.startStop': act('stop', 'unpause', 'start'),
    'container.restart': act('restart'),
    ...(stores.session.can('containers.remove') && stores.engine.isConnected ? { 'list.remove': remove } : {}),
  });
}

function activeOf({ list, containers }: Stores): Container | undefined {
  return list.active === undefined ? undefined : containers.byId.get(list.active);
}
