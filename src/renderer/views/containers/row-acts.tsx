import { observer } from 'mobx-react-lite';
import { Link } from 'wouter';
import type { Container } from '#shared/contract/containers.ts';
import { Icon, type IconName } from '#renderer/ui/icons.tsx';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { RemovalNote, Removing } from '#renderer/views/list/removal-note.tsx';
import { useStores } from '#renderer/views/stores-context.tsx';

/** The acts of a row on hover and focus: the few that are used daily; the menu has the rest (design section 5). */
export const RowActs = observer(function RowActs({ container, isActive }: { container: Container; isActive: boolean }) {
  const stores = useStores();
  const { commands } = stores;
  const { id } = container;
  const stop = isActive ? 0 : -1;
  const acts = containerActs(stores, container).filter(({ verb }) => verb !== 'pause' && verb !== 'kill');
  const isBusy = stores.acts.running.has(id);
  if (stores.containerEdit.removals.busy.has(id)) return <Removing removals={stores.containerEdit.removals} id={id} />;
  const link = (name: string, tab: string, icon: IconName, keys: string | undefined) => (
    <Link
      to={`/container/${id}/${tab}`}
      className="ib sm"
      tabIndex={stop}
      aria-label={name}
      title={keys === undefined ? name : `${name} (${keys})`}
    >
      <Icon name={icon} />
    </Link>
  );
  return (
    <>
      {link('Logs', 'logs', 'logs', commands.words('container.logs'))}
      {container.state === 'running' && stores.session.can('terminal.open')
        ? link('Terminal', 'terminal', 'terminal', commands.words('container.terminal'))
        : null}
      {acts.map((act) => (
        <button
          key={act.verb}
          type="button"
          className="ib sm"
          tabIndex={stop}
          aria-label={act.name}
          title={act.name}
          disabled={isBusy}
          onClick={act.run}
        >
          <Icon name={act.icon} />
        </button>
      ))}
    </>
  );
});

/** Why an act failed, under its row until it is dismissed. */
export const FailureNote = observer(function FailureNote({ container }: { container: Container }) {
  const { acts, containerEdit } = useStores();
  const failure = acts.failures.get(container.id);
  const { id, name } = container;
  if (!failure) return <RemovalNote removals={containerEdit.removals} item={container} id={id} name={name} />;
  const text = `${failure.title} ${failure.reason}`;
  return (
    <>
      <Icon name="warning" />
      <span role="gridcell" className="ell" title={text}>
        <span role="alert">{text}</span>
      </span>
      <span role="gridcell">
        <button type="button" className="btn" onClick={() => void acts.run(failure.verb, container.id, container.name)}>
          Try again
        </button>
        <button type="button" className="btn ghost" onClick={() => acts.dismiss(container.id)}>
          Dismiss
        </button>
      </span>
    </>
  );
});
