import { observer } from 'mobx-react-lite';
import type { Removals } from '#renderer/stores/removals.ts';
import { Icon } from '#renderer/ui/icons.tsx';

/** At the end of a row that is on its way out. Opening is a click on the name, all else is in the menu. */
export const Removing = observer(function Removing<T>({ removals, id }: { removals: Removals<T>; id: string }) {
  return removals.busy.has(id) ? <span className="t2 small">Removing…</span> : null;
});

/** Why it could not be removed, under its row until it is dismissed. */
export const RemovalNote = observer(function RemovalNote<T>({
  removals,
  item,
  id,
  name,
}: {
  removals: Removals<T>;
  item: T;
  id: string;
  name: string;
}) {
  const reason = removals.failures.get(id);
  if (reason === undefined) return null;
  const text = `Couldn't remove ${name}. ${reason}`;
  return (
    <>
      <Icon name="warning" />
      <span role="gridcell" className="ell" title={text}>
        <span role="alert">{text}</span>
      </span>
      <span role="gridcell">
        <button type="button" className="btn" onClick={() => void removals.remove(item)}>
          Try again
        </button>
        <button type="button" className="btn ghost" onClick={() => removals.dismiss(id)}>
          Dismiss
        </button>
      </span>
    </>
  );
});
