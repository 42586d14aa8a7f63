import type { ReactNode } from 'react';
import type { CommandName } from '#shared/contract/index.ts';
import type { CommandName as CommandKey } from '#renderer/commands/command-list.ts';
import type { ListGroup } from '#renderer/stores/list-spec.ts';
import type { Removals } from '#renderer/stores/removals.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import type { IconName } from '#renderer/ui/icons.tsx';
import type { Act } from '#renderer/ui/menu-items.tsx';
import type { Column } from '#renderer/ui/treegrid/column.ts';

/**
 * All that differs between the lists of images, volumes and networks; made once, outside of any component, so that a row is
 * drawn again only when it changed itself. `Q`: what acts ask before they begin.
 */
export interface ResourceKind<T, Q> {
  /** "Images": of the screen, and where its details lead back to. */
  readonly title: string;
  /** "image". */
  readonly noun: string;
  readonly path: string;
  readonly icon: IconName;
  /** Names are cut as images are: the tag stays. */
  readonly isImage?: boolean;
  readonly columns: readonly Column<T, ListGroup<T>>[];
  keyOf(item: T): string;
  nameOf(item: T): string;
  addressOf(item: T, tab?: string): string;
  acts(stores: Stores, item: T, go: (to: string) => void, ask: (question: Q) => void): readonly Act[];
  /** How many they are, and what they take. */
  groupWords(group: ListGroup<T>): string;
  /** On a phone: the second line, and what stands at the end. */
  narrowWords(item: T): ReactNode;
  narrowFigure(item: T): ReactNode;
  /** In the place of what removals say: the acts of a row on hover, and what stands under it. */
  readonly row?: { acts(item: T, isActive: boolean): ReactNode; note(item: T): ReactNode };
  /** The commands of the row that the keys stand on, beside those that every list has. */
  keyActs?(stores: Stores, item: T, go: (to: string) => void): Readonly<Partial<Record<CommandKey, () => void>>>;
  readonly removal: {
    readonly command: CommandName;
    /** Left out where `row` says what becomes of it. */
    of?(stores: Stores): Removals<T>;
    ask(items: readonly T[]): Q;
  };
}
