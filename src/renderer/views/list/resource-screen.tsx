import { observer } from 'mobx-react-lite';
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Disposable } from '#shared/base/disposable.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { ListStore } from '#renderer/stores/list-store.ts';
import type { TreeGridHandle } from '#renderer/ui/treegrid/tree-grid.tsx';
import { Banners } from '#renderer/views/engine/banners.tsx';
import { EngineGate } from '#renderer/views/engine/engine-gate.tsx';
import { Loading } from '#renderer/views/engine/loading.tsx';
import { ListHead, type ListTab } from '#renderer/views/list/list-head.tsx';
import { NoMatch } from '#renderer/views/list/no-match.tsx';
import type { ResourceKind } from '#renderer/views/list/resource-kind.ts';
import { ResourceList } from '#renderer/views/list/resource-list.tsx';
import { SelectionBar } from '#renderer/views/list/selection-bar.tsx';
import { useFilterKey } from '#renderer/views/list/use-list-keys.ts';
import { useListAddress } from '#renderer/views/use-list-address.ts';
import { useStores } from '#renderer/views/stores-context.tsx';

/** What is asked for while its screen or one of its things is looked at. */
export interface Listing {
  readonly isLoaded: boolean;
  readonly error: AppError | undefined;
  readonly all: readonly unknown[];
  open(): Disposable;
}

type Asking<Q> = { ask: (question: Q) => void };

export interface ResourceParts<T, Q> {
  /** In the place of the list when there are none at all. */
  Empty: ComponentType<Asking<Q>>;
  Foot: ComponentType;
  /** At the end of the page head. */
  PageActs: ComponentType<Asking<Q>>;
  /** Daily acts on what is selected, beside its removal. */
  SelectionActs?: ComponentType<{ selected: readonly T[] }>;
  /** Mounted as long as the screen is, so that the focus finds back. */
  Dialogs: ComponentType<{ question: Q | null; onClose: () => void }>;
}

/** `Q`: what the screen's acts ask before they begin; each opens a dialog. */
export interface ResourceScreenProps<T, Q> {
  kind: ResourceKind<T, Q>;
  listing: Listing;
  list: ListStore<T>;
  tabs: readonly ListTab[];
  /** What the tabs tell apart; "Use" when left out. */
  tabsLabel?: string;
  /** "in use": what a tab's things are, by its name. */
  tabWords: Readonly<Record<string, string>>;
  parts: ResourceParts<T, Q>;
}

/** The screen of a list of images, volumes or networks. */
export function ResourceScreen<T, Q>(props: ResourceScreenProps<T, Q>): ReactNode {
  return (
    <EngineGate title={props.kind.title}>
      {({ isAway, showChecks }) => <Loaded {...props} isOld={isAway} showChecks={showChecks} />}
    </EngineGate>
  );
}

type LoadedProps<T, Q> = ResourceScreenProps<T, Q> & { isOld: boolean; showChecks: () => void };

const Loaded = observer(function Loaded<T, Q>(props: LoadedProps<T, Q>) {
  const { kind, listing, list, isOld, showChecks } = props;
  const { Empty, Foot, PageActs, Dialogs } = props.parts;
  const filter = useFilterKey(list);
  const grid = useRef<TreeGridHandle>(null);
  const [question, ask] = useState<Q | null>(null);
  useListAddress(list, kind.path);
  useEffect(() => {
    const looking = listing.open();
    return () => looking.dispose();
  }, [listing]);
  // As a value: the state would call one that is a function.
  const asking = (next: Q): void => ask(() => next);
  return (
    <>
      {list.selectedItems.length > 0 ? (
        <SelectionHead {...props} ask={asking} />
      ) : (
        <ListHead
          title={kind.title}
          list={list}
          tabs={props.tabs}
          tabsLabel={props.tabsLabel ?? 'Use'}
          filter={filter}
          toGrid={() => grid.current?.focus()}
        >
          <PageActs ask={asking} />
        </ListHead>
      )}
      <Banners showChecks={showChecks} />
      {!listing.isLoaded ? (
        <Loading error={listing.error} />
      ) : list.rows.length > 0 ? (
        <>
          <ResourceList kind={kind} list={list} handle={grid} isOld={isOld} ask={asking} />
          <Foot />
        </>
      ) : listing.all.length === 0 ? (
        <Empty ask={asking} />
      ) : (
        <NoMatch list={list} noun={kind.noun} tabWords={props.tabWords} />
      )}
      <Dialogs question={question} onClose={() => ask(null)} />
    </>
  );
}) as <T, Q>(props: LoadedProps<T, Q>) => ReactNode;

const SelectionHead = observer(function SelectionHead<T, Q>({
  kind,
  list,
  parts: { SelectionActs },
  ask,
}: LoadedProps<T, Q> & Asking<Q>) {
  const { engine, session } = useStores();
  const selected = list.selectedItems;
  return (
    <SelectionBar
      title={kind.title}
      list={list}
      last={
        engine.isConnected && session.can(kind.removal.command) ? (
          <button type="button" className="btn danger" onClick={() => ask(kind.removal.ask(selected))}>
            Remove {selected.length}
          </button>
        ) : null
      }
    >
      {SelectionActs ? <SelectionActs selected={selected} /> : null}
    </SelectionBar>
  );
}) as <T, Q>(props: LoadedProps<T, Q> & Asking<Q>) => ReactNode;
