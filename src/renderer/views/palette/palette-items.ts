import type { Container } from '#shared/contract/containers.ts';
import { type StateShape, stateShape, statusWords, tone } from '#shared/format/container-status.ts';
import { knownDatabase } from '#shared/format/known-database.ts';
import { COMMANDS, type CommandName, scopeOf } from '#renderer/commands/command-list.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import { changingActs } from '#renderer/views/containers/container-menu.ts';
import { containerActs } from '#renderer/views/containers/container-acts.ts';
import { fuzzy, type FuzzyMatch } from '#renderer/views/palette/fuzzy.ts';
import { type PaletteQuestion, resourceItems } from '#renderer/views/palette/resource-items.ts';
import { stackItems } from '#renderer/views/palette/stack-items.ts';
import { settingsFor } from '#renderer/views/settings/setting-list.ts';
import { SECTIONS } from '#renderer/views/settings/setting-spec.ts';
import type { IconName } from '#renderer/ui/icons.tsx';

const PALETTE_GROUPS = [
  'Recent',
  'Containers',
  'Stacks',
  'Images',
  'Volumes',
  'Networks',
  'Commands',
  'Settings',
] as const;
export type PaletteGroup = (typeof PALETTE_GROUPS)[number];

export interface PaletteItem {
  /** The same from one opening to the next, so that it can be recent. */
  readonly id: string;
  readonly group: PaletteGroup;
  readonly title: string;
  /** Other words that find it. */
  readonly synonyms?: string;
  readonly icon?: IconName;
  readonly shape?: StateShape;
  /** At the right: status, section. */
  readonly note?: string;
  readonly noteTone?: string;
  /** The shortcut as chord. */
  readonly chord?: string | undefined;
  /** What Tab offers. */
  readonly acts?: () => readonly PaletteItem[];
  /** `kill` asks first; everything else is done at once. */
  readonly asks?: Container;
  readonly run: () => void;
}

export interface PaletteContext {
  readonly stores: Stores;
  readonly go: (to: string) => void;
  readonly now: number;
  /** Closes the palette and asks what an act wants to know first. */
  readonly ask: (question: PaletteQuestion) => void;
}

/** Everything that can be found, in the order it is offered without a query. */
function paletteItems(context: PaletteContext): readonly PaletteItem[] {
  return [
    ...containerItems(context),
    ...stackItems(context),
    ...resourceItems(context),
    ...commandItems(context),
    ...settingItems(context),
  ];
}

function containerItems(context: PaletteContext): PaletteItem[] {
  const { stores, go, now } = context;
  return stores.containers.sorted.map((container) => {
    const shape = stateShape(container);
    return {
      id: `container ${container.name}`,
      group: 'Containers' as const,
      title: container.name,
      synonyms: [container.image, container.stack, container.service].filter(Boolean).join(' '),
      shape,
      note: statusWords(container, now),
      noteTone: tone(shape) === 'ok' || tone(shape) === 'idle' ? 't3' : tone(shape),
      acts: () => containerActItems(context, container),
      run: () => go(`/container/${container.id}/logs`),
    };
  });
}

const SCREENS = [
  { tab: 'logs', command: 'container.logs', title: 'Open logs of', icon: 'logs', synonyms: 'tail output' },
  {
    tab: 'terminal',
    command: 'container.terminal',
    title: 'Open a terminal in',
    icon: 'terminal',
    synonyms: 'bash exec shell sh',
  },
  { tab: 'stats', command: undefined, title: 'Open stats of', icon: 'activity', synonyms: 'cpu memory charts' },
  {
    tab: 'files',
    command: undefined,
    title: 'Open the files of',
    icon: 'folder',
    synonyms: 'browse download upload copy folder',
  },
  { tab: 'inspect', command: 'container.inspect', title: 'Inspect', icon: 'info', synonyms: 'details json' },
  {
    tab: 'query',
    command: undefined,
    title: 'Query the database in',
    icon: 'table',
    synonyms: 'sql select psql mysql redis',
  },
  {
    tab: 'environment',
    command: 'container.environment',
    title: 'Show the environment of',
    icon: 'hash',
    synonyms: 'env variables',
  },
] as const;
const VERB_KEYS: Partial<Record<string, CommandName>> = {
  start: 'container.startStop',
  stop: 'container.startStop',
  restart: 'container.restart',
};

const CHANGE_SYNONYMS: Partial<Record<string, string>> = {
  'Edit…': 'change configure recreate update environment ports limits',
  'Run another like it…': 'clone copy duplicate',
  'Make an image…': 'commit snapshot',
  'Remove…': 'delete rm',
  Protect: 'lock',
};

/** What can be done with a container, its name in each: the palette lists them beside other things. */
function containerActItems({ stores, go }: PaletteContext, container: Container): readonly PaletteItem[] {
  const chordOf = (command: CommandName | undefined): string | undefined =>
    command === undefined ? undefined : stores.commands.keysOf(command)[0];
  const isAllowed: Partial<Record<string, boolean>> = {
    terminal: stores.session.can('terminal.open'),
    query: stores.session.can('db.query') && knownDatabase(container) !== undefined,
    files: stores.session.can('containers.files.list'),
  };
  const screens = SCREENS.filter(({ tab }) => isAllowed[tab] ?? true);
  return [
    ...screens.map(({ tab, command, title, icon, synonyms }) => ({
      id: `${tab} ${container.name}`,
      group: 'Commands' as const,
      title: `${title} ${container.name}`,
      synonyms,
      icon,
      chord: chordOf(command),
      run: () => go(`/container/${container.id}/${tab}`),
    })),
    ...containerActs(stores, container).map((act) => ({
      id: `${act.verb} ${container.name}`,
      group: 'Commands' as const,
      title: `${act.name} ${container.name}`,
      icon: act.icon,
      chord: chordOf(VERB_KEYS[act.verb]),
      ...(act.verb === 'kill' ? { asks: container } : {}),
      run: act.run,
    })),
    // Each of them asks first, in a dialog of its own.
    ...changingActs(stores, container).map((act) => ({
      id: `${act.label} ${container.name}`,
      group: 'Commands' as const,
      title: `${act.label.replace('…', '')}: ${container.name}`,
      synonyms: CHANGE_SYNONYMS[act.label] ?? '',
      icon: act.icon ?? ('containers' as const),
      run: act.run,
    })),
  ];
}

/** Of no use from here: they are how one got here, or move the focus that the palette took. */
const NOT_OFFERED: readonly CommandName[] = ['palette.open', 'pane.next', 'pane.previous'];

function commandItems({ stores }: PaletteContext): PaletteItem[] {
  const { commands } = stores;
  return commands.available
    .filter((name) => scopeOf(name) === 'screen' && !NOT_OFFERED.includes(name))
    .map((name) => ({
      id: `command ${name}`,
      group: 'Commands',
      title: COMMANDS[name].title,
      synonyms: `${COMMANDS[name].group} ${COMMANDS[name].synonyms ?? ''}`,
      icon: 'chevronRight',
      chord: commands.keysOf(name)[0],
      run: () => void commands.run(name),
    }));
}

function settingItems({ stores: { connection, session }, go }: PaletteContext): PaletteItem[] {
  return settingsFor(connection.isBrowser, session.can('engines.select')).map((spec) => ({
    id: `setting ${spec.key}`,
    group: 'Settings',
    title: spec.name,
    synonyms: `${spec.synonyms ?? ''} ${spec.text}`,
    icon: 'settings',
    note: SECTIONS.find(({ id }) => id === spec.section)?.title ?? '',
    run: () => go(`/settings?find=${encodeURIComponent(spec.name)}`),
  }));
}

/** "#order" in the palette: the search over all kept logs. */
function logSearchItem(go: PaletteContext['go'], words: string): PaletteItem {
  return {
    id: 'search logs',
    group: 'Commands',
    title: words === '' ? 'Search all logs' : `Search all logs for "${words}"`,
    icon: 'search',
    run: () => go(words === '' ? '/logs/search' : `/logs/search?${new URLSearchParams({ q: words }).toString()}`),
  };
}

/** What stands in the list for what was typed: `#` searches the logs, `>` finds commands only, the rest finds anything. */
export function itemsFor(
  context: PaletteContext,
  subject: PaletteItem | undefined,
  query: string,
  recent: readonly string[],
): ReturnType<typeof findItems> {
  if (query.startsWith('#')) {
    const item = logSearchItem(context.go, query.slice(1).trim());
    return [{ group: item.group, found: [{ item, ranges: [] }] }];
  }
  return findItems(subject?.acts?.() ?? paletteItems(context), query, recent);
}

export interface FoundItem {
  readonly item: PaletteItem;
  readonly ranges: FuzzyMatch['ranges'];
}

/** As many of a group as are of use; who wants more types more. */
const MOST_OF_GROUP: Record<PaletteGroup, number> = {
  Recent: 5,
  Containers: 7,
  Stacks: 3,
  Images: 4,
  Volumes: 4,
  Networks: 3,
  Commands: 8,
  Settings: 4,
};
/** Found by what is typed, too many to be offered without. */
const ONLY_TYPED: readonly PaletteGroup[] = ['Images', 'Volumes', 'Networks', 'Settings'];

/**
 * What a query finds, by groups, the best first. Without a query: what was used last, then containers and commands.
 * The acts of the best container stand among the commands, so that "worker restart" is one step.
 */
function findItems(
  items: readonly PaletteItem[],
  query: string,
  recent: readonly string[],
): readonly { group: PaletteGroup; found: readonly FoundItem[] }[] {
  const isOnlyCommands = query.startsWith('>');
  const text = (isOnlyCommands ? query.slice(1) : query).trim();
  const offered = isOnlyCommands ? items.filter(({ group }) => group === 'Commands') : items;
  if (text === '') {
    const last = recent.flatMap((id) => offered.find((item) => item.id === id) ?? []);
    const rest = offered.filter((item) => !last.includes(item) && !ONLY_TYPED.includes(item.group));
    return groupsOf(
      [...last.map((item) => ({ ...item, group: 'Recent' as const })), ...rest].map(plain),
      isOnlyCommands,
    );
  }
  const scored = score(offered, text, recent);
  const withActs = items.filter((item) => item.acts !== undefined);
  // One of the containers and one of the rest: an image often has the name of its container.
  const acts = [true, false].flatMap((isContainer) => {
    const among = withActs.filter(({ group }) => (group === 'Containers') === isContainer);
    return score(best(among, text, recent)?.acts?.() ?? [], text, recent);
  });
  const all = [...scored, ...acts].sort((a, b) => b.score - a.score);
  return groupsOf(all, isOnlyCommands);
}

/** The thing that a query means: by all of its words, or by the one of them that is no act ("restart worker"). */
function best(items: readonly PaletteItem[], text: string, recent: readonly string[]): PaletteItem | undefined {
  return [text, ...text.split(/\s+/)]
    .map((words) => score(items, words, recent)[0])
    .find((found) => found !== undefined)?.item;
}

const plain = (item: PaletteItem): FoundItem => ({ item, ranges: [] });

function score(
  items: readonly PaletteItem[],
  text: string,
  recent: readonly string[],
): (FoundItem & { score: number })[] {
  return items
    .flatMap((item) => {
      const inTitle = fuzzy(text, item.title);
      // Words that are not in the title count less, and are not marked in it.
      const inAll = inTitle ? undefined : fuzzy(text, `${item.title} ${item.synonyms ?? ''}`);
      const match = inTitle ?? inAll;
      if (!match) return [];
      const bonus = recent.includes(item.id) ? 0.3 : 0;
      return [{ item, ranges: inTitle?.ranges ?? [], score: match.score * (inTitle ? 1 : 0.5) + bonus }];
    })
    .sort((a, b) => b.score - a.score);
}

function groupsOf(
  all: readonly FoundItem[],
  isOnlyCommands: boolean,
): readonly { group: PaletteGroup; found: readonly FoundItem[] }[] {
  const groups = PALETTE_GROUPS.map((group) => ({
    group,
    found: all.filter(({ item }) => item.group === group).slice(0, isOnlyCommands ? 50 : MOST_OF_GROUP[group]),
  })).filter(({ found }) => found.length > 0);
  // The group of the best answer stands first; the order of the rest stays, so that the eye finds it again.
  const best = all[0]?.item.group;
  return groups.toSorted((a, b) => Number(b.group === best) - Number(a.group === best));
}
