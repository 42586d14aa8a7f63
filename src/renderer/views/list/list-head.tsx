import { observer } from 'mobx-react-lite';
import type { ReactNode } from 'react';
import { completeFilter } from '#shared/list/filter-query.ts';
import { type ListStore, NO_GROUPING } from '#renderer/stores/list-store.ts';
import { Pick } from '#renderer/ui/pick.tsx';
import { Segments } from '#renderer/ui/segments.tsx';
import { Tip } from '#renderer/ui/tip.tsx';
import { FilterField } from '#renderer/ui/treegrid/filter-field.tsx';

export interface ListTab {
  readonly value: string;
  readonly label: string;
  readonly mark?: ReactNode;
}

interface ListHeadProps<T> {
  title: string;
  list: ListStore<T>;
  /** The first is "all"; the others as the list's spec names them. */
  tabs: readonly ListTab[];
  tabsLabel: string;
  filter: { current: HTMLInputElement | null };
  toGrid: () => void;
  children?: ReactNode;
}

/** The page head of a list: its name, filter, tabs with counts, grouping, and the page's own acts at the end. */
export const ListHead = observer(function ListHead<T>({
  title,
  list,
  tabs,
  tabsLabel,
  filter,
  toGrid,
  children,
}: ListHeadProps<T>) {
  const { counts, spec } = list;
  const groupings = Object.entries(spec.groupings).map(([value, { label }]) => ({ value, label }));
  return (
    <div className="phead">
      <h1>{title}</h1>
      <FilterField
        label={`Filter ${title.toLowerCase()}`}
        value={list.filter}
        found={list.matching.length}
        inputRef={filter}
        complete={(text, caret) => completeFilter(text, caret, spec.fields, spec.items())}
        onType={(text) => list.setFilter(text)}
        onLeave={toGrid}
      />
      <Segments
        asTabs
        label={tabsLabel}
        value={list.tab}
        segments={tabs.map((tab) => ({ ...tab, count: String(counts[tab.value] ?? 0) }))}
        onPick={(tab) => list.setTab(tab)}
      />
      <span className="grow" />
      {list.isLiveOrder && list.isHeld ? (
        <Tip text="The order follows its values again when the pointer and the focus leave the list.">
          <span className="t3 small ell hide-s">Order paused</span>
        </Tip>
      ) : null}
      <Pick
        // "None" alone would say nothing.
        className={list.groupBy === NO_GROUPING ? 'hide-s keeps-label' : 'hide-s'}
        label="Group by"
        value={list.groupBy}
        choices={[...groupings, { value: NO_GROUPING, label: 'None' }]}
        onPick={(groupBy) => list.setGroupBy(groupBy)}
      />
      {children}
    </div>
  );
}) as <T>(props: ListHeadProps<T>) => ReactNode;
