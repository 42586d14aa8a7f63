import { observer } from 'mobx-react-lite';
import { useLocation } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { VERB_NAMES } from '#renderer/stores/acts-store.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { VERB_ICONS } from '#renderer/views/containers/container-acts.ts';
import { bulkVerbs, openMerged } from '#renderer/views/containers/container-menu.ts';
import { SelectionBar } from '#renderer/views/list/selection-bar.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** In the place of the page head while something is selected: how many, and what can be done with all of them. */
export const SelectionHead = observer(function SelectionHead() {
  const stores = useStores();
  const { list, acts, engine, session } = stores;
  const [, go] = useLocation();
  const selected = list.selectedItems;
  const menu = bulkVerbs(stores, selected, ['pause', 'unpause', 'kill']).map(
    (verb): Act =>
      verb === 'kill'
        ? {
            label: 'Kill…',
            icon: 'kill',
            isDangerous: true,
            run: () => stores.containerEdit.ask({ kind: 'kill', containers: killable(selected) }),
          }
        : { label: VERB_NAMES[verb], icon: VERB_ICONS[verb], run: () => void acts.runAll(verb, selected) },
  );
  return (
    <>
      <SelectionBar
        title="Containers"
        list={list}
        menu={menu}
        last={
          engine.isConnected && session.can('containers.remove') ? (
            <button
              type="button"
              className="btn danger"
              onClick={() => stores.containerEdit.ask({ kind: 'remove', containers: selected })}
            >
              Remove {selected.length}
            </button>
          ) : null
        }
      >
        {bulkVerbs(stores, selected, ['start', 'restart', 'stop']).map((verb) => (
          <button key={verb} type="button" className="btn" onClick={() => void acts.runAll(verb, selected)}>
            <Icon name={VERB_ICONS[verb]} />
            {VERB_NAMES[verb]}
          </button>
        ))}
        <button type="button" className="btn" onClick={() => openMerged(stores, selected, go)}>
          <Icon name="logs" />
          Logs, merged
        </button>
      </SelectionBar>
    </>
  );
});

const killable = (containers: readonly Container[]): readonly Container[] =>
  containers.filter(({ state }) => state === 'running' || state === 'paused' || state === 'restarting');
