import { observer } from 'mobx-react-lite';
import { useState } from 'react';
import type { Container } from '#shared/contract/containers.ts';
import type { SavedLogView } from '#shared/contract/settings.ts';
import type { LogsMergedStore } from '#renderer/stores/logs-merged-store.ts';
import { type LogWanted, SHOW_ALL } from '#renderer/terminal/log/log-display.ts';
import { type Act, ActMenu } from '#renderer/ui/act-menu.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

const MAX_NAME = 60;

/** Saves what is ticked and filtered under a name, and brings it back. By containers' names, so that it outlives them. */
export const SavedLogViews = observer(function SavedLogViews({
  store,
  containers,
  wanted,
  onWanted,
}: {
  store: LogsMergedStore;
  containers: readonly Container[];
  wanted: LogWanted;
  onWanted: (wanted: LogWanted) => void;
}) {
  const { settings, toasts } = useStores();
  const [name, setName] = useState<string | null>(null);
  const views = settings.value.savedLogViews;
  const save = (): void => {
    const title = name?.trim() ?? '';
    if (title === '') return;
    const { levels, include, exclude } = wanted;
    const view: SavedLogView = {
      name: title,
      containers: containers.filter(({ id }) => store.isTicked(id)).map((container) => container.name),
      levels: levels && [...levels],
      include,
      exclude,
    };
    void settings.set({ savedLogViews: [...views.filter((one) => one.name !== title), view] });
    setName(null);
  };
  const show = (view: SavedLogView): void => {
    const found = containers.filter((container) => view.containers.includes(container.name));
    store.show(found.map(({ id }) => id));
    onWanted({ ...SHOW_ALL, levels: view.levels, include: view.include, exclude: view.exclude });
    const gone = view.containers.length - found.length;
    if (gone > 0)
      toasts.show({ title: `${gone} of ${view.containers.length} containers of "${view.name}" are not here` });
  };
  const acts: Act[] = [
    ...views.map((view) => ({ label: view.name, icon: 'logs' as const, run: () => show(view) })),
    ...views.map((view) => ({
      label: `Remove "${view.name}"`,
      isDangerous: true,
      run: () => void settings.set({ savedLogViews: views.filter((one) => one !== view) }),
    })),
  ];
  if (name !== null) {
    return (
      <form
        className="log-sources-save"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className="field">
          <input
            aria-label="Name of the view"
            placeholder="Name"
            maxLength={MAX_NAME}
            value={name}
            autoFocus
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && setName(null)}
          />
        </div>
        <button type="submit" className="btn" disabled={name.trim() === ''}>
          Save
        </button>
      </form>
    );
  }
  return (
    <>
      <button type="button" className="btn grow" disabled={store.ticked.length === 0} onClick={() => setName('')}>
        Save view
      </button>
      {views.length === 0 ? null : (
        <ActMenu
          side="top"
          acts={acts}
          trigger={
            <button type="button" className="pick">
              <span>Views</span>
              <Icon name="chevronDown" size={14} />
            </button>
          }
        />
      )}
    </>
  );
});
