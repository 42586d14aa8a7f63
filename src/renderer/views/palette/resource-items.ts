import type { ImageQuestion } from '#renderer/views/images/image-menu.ts';
import { imageActs } from '#renderer/views/images/image-menu.ts';
import type { NetworkQuestion } from '#renderer/views/networks/network-menu.ts';
import { networkActs } from '#renderer/views/networks/network-menu.ts';
import type { PaletteContext, PaletteItem } from '#renderer/views/palette/palette-items.ts';
import type { StackQuestion } from '#renderer/views/stacks/stack-menu.ts';
import type { VolumeQuestion } from '#renderer/views/volumes/volume-menu.ts';
import { volumeActs } from '#renderer/views/volumes/volume-menu.ts';
import type { Act } from '#renderer/ui/menu-items.tsx';
import type { IconName } from '#renderer/ui/icons.tsx';
import { volumeName } from '#renderer/stores/volume-list-store.ts';
import { size } from '#shared/format/bytes.ts';
import { shortId } from '#shared/format/image-name.ts';
import { plural, words } from '#shared/format/quantity.ts';

/** What an act that was chosen here asks before it begins: the same question as on the screen of the thing. */
export type PaletteQuestion =
  | { readonly of: 'image'; readonly question: ImageQuestion }
  | { readonly of: 'volume'; readonly question: VolumeQuestion }
  | { readonly of: 'network'; readonly question: NetworkQuestion }
  | { readonly of: 'stack'; readonly question: StackQuestion };

/** Images, volumes and networks, each with the acts of its menu. */
export function resourceItems(context: PaletteContext): PaletteItem[] {
  const { stores, go, ask } = context;
  const { images, volumes, networks } = stores;
  return [
    ...images.rows.map((row) =>
      resource({
        group: 'Images',
        kind: 'image',
        key: row.key,
        title: row.repository === '' ? shortId(row.image.id) : row.key,
        synonyms: 'image layers tag',
        icon: 'images',
        note: words(size(row.image.sizeBytes)),
        acts: () => imageActs(stores, row, go, (question) => ask({ of: 'image', question })),
      }),
    ),
    ...volumes.sorted.map((volume) =>
      resource({
        group: 'Volumes',
        kind: 'volume',
        key: volume.name,
        title: volumeName(volume),
        synonyms: `volume data storage mount ${volume.name}`,
        icon: 'volumes',
        note: used(volumes.usersOf(volume).length),
        acts: () => volumeActs(stores, volume, go, (question) => ask({ of: 'volume', question })),
      }),
    ),
    ...networks.sorted.map((network) =>
      resource({
        group: 'Networks',
        kind: 'network',
        key: network.name,
        title: network.name,
        synonyms: `network subnet ${network.driver}`,
        icon: 'networks',
        note: network.driver,
        acts: () => networkActs(stores, network, go, (question) => ask({ of: 'network', question })),
      }),
    ),
  ];
}

const used = (count: number): string => (count === 0 ? 'unused' : plural(count, 'container'));

/** Other words for what the menus call it. */
const SYNONYMS: Readonly<Record<string, string>> = {
  'Remove…': 'delete rm rmi',
  'Run…': 'start container create',
  'Save as a file…': 'export tar',
  'Pull again': 'update fetch',
  'Back up to a file…': 'export tar save copy',
  'Restore from a file…': 'import tar load',
  'Clone…': 'copy duplicate',
  'Connect a container…': 'join attach add',
};

function resource({
  group,
  kind,
  key,
  title,
  synonyms,
  icon,
  note,
  acts,
}: {
  group: 'Images' | 'Volumes' | 'Networks';
  kind: string;
  key: string;
  title: string;
  synonyms: string;
  icon: IconName;
  note: string;
  acts: () => readonly Act[];
}): PaletteItem {
  return {
    id: `${kind} ${key}`,
    group,
    title,
    synonyms,
    icon,
    note,
    acts: () =>
      acts().map((act) => ({
        id: `${act.label} ${kind} ${key}`,
        group: 'Commands',
        title: `${act.label.replace(/…$/, '')} ${title}`,
        synonyms: `${kind} ${SYNONYMS[act.label] ?? ''}`,
        ...(act.icon && { icon: act.icon }),
        run: act.run,
      })),
    // The first act of each menu shows the thing.
    run: () => acts()[0]?.run(),
  };
}
