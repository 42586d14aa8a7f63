import type { Container } from '#shared/contract/containers.ts';
import { plural } from '#shared/format/quantity.ts';
import type { Verb } from '#renderer/stores/acts-store.ts';
import { whyNot } from '#renderer/stores/bulk-words.ts';
import type { ContainerGroup } from '#renderer/stores/container-list-store.ts';
import type { Stores } from '#renderer/stores/stores.ts';
import type { Act } from '#renderer/ui/menu-items.tsx';
import { saveFile } from '#renderer/views/logs/save-file.ts';
import { containerActs, VERB_ICONS } from '#renderer/views/containers/container-acts.ts';

/** The entries that open a tab: a detail screen has them as tabs. */
export const TAB_LABELS = ['Logs', 'Stats', 'Terminal', 'Environment', 'Inspect'] as const;

/** All that a container's menu has; killing asks first. */
export function menuActs(stores: Stores, container: Container, go: (to: string) => void): readonly Act[] {
  const { commands, session, containerEdit } = stores;
  const at = `/container/${container.id}`;
  const acts: Act[] = [
    { label: 'Logs', icon: 'logs', keys: commands.words('container.logs'), run: () => go(`${at}/logs`) },
    { label: 'Stats', icon: 'activity', run: () => go(`${at}/stats`) },
  ];
  if (container.state === 'running' && session.can('terminal.open')) {
    const keys = commands.words('container.terminal');
    acts.push({ label: 'Terminal', icon: 'terminal', keys, run: () => go(`${at}/terminal`) });
  }
  acts.push(
    {
      label: 'Environment',
      icon: 'settings',
      keys: commands.words('container.environment'),
      run: () => go(`${at}/environment`),
    },
    { label: 'Inspect', icon: 'info', keys: commands.words('container.inspect'), run: () => go(`${at}/inspect`) },
  );
  for (const [i, act] of containerActs(stores, container).entries()) {
    const keys =
      act.verb === 'restart'
        ? commands.words('container.restart')
        : act.verb === 'start' || act.verb === 'stop'
          ? commands.words('container.startStop')
          : undefined;
    if (act.verb === 'kill')
      acts.push({
        label: 'Kill…',
        icon: act.icon,
        isDangerous: true,
        run: () => containerEdit.ask({ kind: 'kill', containers: [container] }),
      });
    else acts.push({ label: act.name, icon: act.icon, keys, startsGroup: i === 0, run: act.run });
  }
  acts.push(...changingActs(stores, container));
  const copy = (text: string) => () => void navigator.clipboard.writeText(text);
  acts.push({ label: 'Copy name', icon: 'copy', startsGroup: true, run: copy(container.name) });
  acts.push({ label: 'Copy ID', icon: 'copy', run: copy(container.id) });
  acts.push({ label: 'Copy image', icon: 'copy', run: copy(container.image) });
  return acts;
}

/** What makes something else of a container; what is dangerous the menu puts at its end. */
export function changingActs(stores: Stores, container: Container): readonly Act[] {
  const { commands, containers, containerEdit, engine, session } = stores;
  if (!engine.isConnected || containers.removed.has(container.id)) return [];
  const may = (command: Parameters<typeof session.can>[0]): boolean => session.can(command);
  const isHeld = containerEdit.isProtected(container.id);
  const acts: Act[] = [];
  if (may('containers.recreate') && may('containers.spec'))
    acts.push({ label: 'Edit…', icon: 'settings', run: () => containerEdit.ask({ kind: 'edit', container }) });
  if (may('containers.clone') && may('containers.spec'))
    acts.push({
      label: 'Run another like it…',
      icon: 'plus',
      run: () => containerEdit.ask({ kind: 'clone', container }),
    });
  if (may('containers.rename'))
    acts.push({ label: 'Rename…', icon: 'edit', run: () => containerEdit.ask({ kind: 'rename', container }) });
  if (may('containers.commit'))
    acts.push({ label: 'Make an image…', icon: 'images', run: () => containerEdit.ask({ kind: 'commit', container }) });
  if (may('containers.export'))
    acts.push({
      label: 'Export as a file…',
      icon: 'download',
      run: () => void containerEdit.export(container, (bytes) => saveFile(`${container.name}.tar`, [bytes])),
    });
  if (may('containers.protect'))
    acts.push({
      label: isHeld ? 'Take the protection off' : 'Protect',
      icon: isHeld ? 'unlock' : 'lock',
      run: () => void containerEdit.protect(container, !isHeld),
    });
  const remove: Act = {
    label: 'Remove…',
    icon: 'close',
    keys: commands.words('list.remove'),
    isDangerous: true,
    run: () => containerEdit.ask({ kind: 'remove', containers: [container] }),
  };
  const isGoing = containerEdit.removals.busy.has(container.id);
  return [
    ...acts.map((act, i) => ({ ...act, startsGroup: i === 0 })),
    ...(may('containers.remove') && !isGoing ? [remove] : []),
  ];
}

/** The verbs that several may be given, with those that apply to none of them left out. */
export function bulkVerbs(stores: Stores, containers: readonly Container[], verbs: readonly Verb[]): readonly Verb[] {
  if (!stores.engine.isConnected) return [];
  return verbs.filter(
    (verb) =>
      stores.session.can(`containers.${verb}`) &&
      containers.some((container) => whyNot(verb, container.state) === undefined),
  );
}

const GROUP_LABELS: Partial<Record<Verb, string>> = { start: 'Start all', restart: 'Restart all', stop: 'Stop all' };

/** Shows the logs of several in one stream. */
export function openMerged({ logsMerged }: Stores, containers: readonly Container[], go: (to: string) => void): void {
  logsMerged.show(containers.map(({ id }) => id));
  go('/logs');
}

export function groupActs(stores: Stores, group: ContainerGroup, go: (to: string) => void): readonly Act[] {
  const ids = group.items.map(({ id }) => id);
  const verbs = bulkVerbs(stores, group.items, ['start', 'restart', 'stop']).map(
    (verb): Act => ({
      label: GROUP_LABELS[verb] ?? verb,
      icon: VERB_ICONS[verb],
      run: () => void stores.acts.runAll(verb, group.items),
    }),
  );
  const select = (): void => stores.list.selection.addAll(ids);
  const logs: Act = {
    label: 'Logs, merged',
    icon: 'logs',
    startsGroup: verbs.length > 0,
    run: () => openMerged(stores, group.items, go),
  };
  return [...verbs, logs, { label: `Select ${plural(ids.length, 'container')}`, icon: 'check', run: select }];
}
