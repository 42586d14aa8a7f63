import { observer } from 'mobx-react-lite';
import { plural } from '#shared/format/quantity.ts';
import type { ListStore } from '#renderer/stores/list-store.ts';
import { Empty } from '#renderer/ui/empty.tsx';

/** There are some, but the filter or the tab shows none: says which of the two, and takes it off. */
export const NoMatch = observer(function NoMatch<T>({
  list,
  noun,
  tabWords,
}: {
  list: ListStore<T>;
  /** "image". */
  noun: string;
  /** "in use": what a tab's things are, by its name. */
  tabWords: Readonly<Record<string, string>>;
}) {
  const found = list.matching.length;
  if (found === 0)
    return (
      <Empty title={`No ${noun} matches "${list.filter}".`}>
        <button type="button" className="btn" onClick={() => list.setFilter('')}>
          Clear filter
        </button>
      </Empty>
    );
  const also = list.filter === '' ? '' : ` and matches "${list.filter}"`;
  return (
    <Empty title={`No ${noun} is ${tabWords[list.tab] ?? list.tab}${also}.`}>
      <button type="button" className="btn" onClick={() => list.setTab('all')}>
        Show {plural(found, `other ${noun}`)}
      </button>
    </Empty>
  );
});
