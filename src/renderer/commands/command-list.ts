/**
 * Where a command's keys count. `screen`: wherever the focus is, as long as a screen handles the command.
 * The others: only while the focus is inside an element with `data-keys` of that name.
 */
export type KeyScope = 'screen' | 'list' | 'log' | 'chart' | 'terminal';

export const GROUPS = [
  'Window',
  'Go to',
  'List',
  'Container',
  'Images',
  'Volumes',
  'Networks',
  'Stacks',
  'Log',
  'Charts',
  'Terminal',
] as const;
export type CommandGroup = (typeof GROUPS)[number];

export interface CommandSpec {
  /** A verb and what it acts on, as the palette and the shortcuts sheet show it. */
  readonly title: string;
  readonly group: CommandGroup;
  /** Chords as `chordOf` writes them; a sequence has a space: "G O". The first is the one that tooltips show. */
  readonly keys: readonly string[];
  readonly scope?: KeyScope;
  /** Other words that find it in the palette. */
  readonly synonyms?: string;
  /** Keys of an ARIA pattern, which the widget itself handles: shown in the sheet, but not changed by hand. */
  readonly isFixed?: boolean;
}

const define = <K extends string>(list: Record<K, CommandSpec>): Readonly<Record<K, CommandSpec>> => list;

/**
 * Every command there is, with its keys: the palette, tooltips, the `?` sheet and the Shortcuts settings read this and
 * nothing else. A screen handles one with `useCommands`; without a handler on screen a command is not offered.
 */
export const COMMANDS = define({
  'palette.open': { title: 'Search or run a command', group: 'Window', keys: ['Mod+K', 'Mod+Shift+P'] },
  'shortcuts.show': { title: 'Show all shortcuts of this screen', group: 'Window', keys: ['?'], synonyms: 'keys help' },
  'history.back': { title: 'Back', group: 'Window', keys: ['Alt+ArrowLeft'] },
  'history.forward': { title: 'Forward', group: 'Window', keys: ['Alt+ArrowRight'] },
  'pane.next': { title: 'Next pane', group: 'Window', keys: ['F6'] },
  'pane.previous': { title: 'Previous pane', group: 'Window', keys: ['Shift+F6'] },
  'sidebar.fold': { title: 'Fold the sidebar', group: 'Window', keys: ['Mod+B'], synonyms: 'rail hide unfold' },
  'density.switch': {
    title: 'Switch the density of rows',
    group: 'Window',
    keys: ['Mod+Shift+D'],
    synonyms: 'compact',
  },
  'zoom.in': { title: 'Zoom in', group: 'Window', keys: ['Mod+='], synonyms: 'larger bigger' },
  'zoom.out': { title: 'Zoom out', group: 'Window', keys: ['Mod+-'], synonyms: 'smaller' },
  'zoom.reset': { title: 'Zoom to 100 %', group: 'Window', keys: ['Mod+0'] },
  'theme.system': { title: 'Theme: System', group: 'Window', keys: [], synonyms: 'appearance colour color' },
  'theme.dark': { title: 'Theme: Dark', group: 'Window', keys: [], synonyms: 'night appearance colour color' },
  'theme.light': { title: 'Theme: Light', group: 'Window', keys: [], synonyms: 'day appearance colour color' },
  'split.switch': { title: 'List and detail side by side', group: 'Window', keys: ['Mod+\\'], synonyms: 'split' },

  'go.overview': { title: 'Go to Overview', group: 'Go to', keys: ['Mod+1', 'G O'], synonyms: 'home dashboard' },
  'go.containers': { title: 'Go to Containers', group: 'Go to', keys: ['Mod+2', 'G C'] },
  'go.logs': { title: 'Go to Logs', group: 'Go to', keys: ['Mod+3', 'G L'], synonyms: 'merged' },
  'go.images': { title: 'Go to Images', group: 'Go to', keys: ['Mod+4', 'G I'], synonyms: 'layers tags' },
  'go.volumes': { title: 'Go to Volumes', group: 'Go to', keys: ['Mod+5', 'G V'], synonyms: 'data mounts storage' },
  'go.networks': { title: 'Go to Networks', group: 'Go to', keys: ['Mod+6', 'G N'], synonyms: 'subnet reach map' },
  'go.stacks': {
    title: 'Go to Stacks',
    group: 'Go to',
    keys: ['Mod+7', 'G S'],
    synonyms: 'compose projects services deploy',
  },
  'go.remote': { title: 'Go to Remote access', group: 'Go to', keys: ['G R'], synonyms: 'devices pair viewers audit' },
  'go.activity': { title: 'Go to Activity', group: 'Go to', keys: ['G A'], synonyms: 'jobs events incidents why' },
  'go.host': { title: 'Go to Host', group: 'Go to', keys: ['G H'], synonyms: 'machine computer cpu disk processes' },
  'go.appLog': { title: 'Go to App log', group: 'Go to', keys: ['G P'], synonyms: 'own log quayside errors' },
  'go.ports': {
    title: 'Go to Ports',
    group: 'Go to',
    keys: [],
    synonyms: 'who has which port taken listen address in use',
  },
  'go.alerts': { title: 'Go to Alert rules', group: 'Go to', keys: [], synonyms: 'notifications webhook notices' },
  'go.logSearch': {
    title: 'Search all logs',
    group: 'Go to',
    keys: ['Mod+Shift+F'],
    synonyms: 'find kept history',
  },
  'go.settings': { title: 'Go to Settings', group: 'Go to', keys: ['Mod+,'], synonyms: 'preferences options' },

  'list.filter': { title: 'Filter this list', group: 'List', keys: ['/'], synonyms: 'search find' },
  'list.move': { title: 'Move', group: 'List', keys: ['ArrowUp', 'ArrowDown'], scope: 'list', isFixed: true },
  'list.down': { title: 'Next row', group: 'List', keys: ['J'], scope: 'list' },
  'list.up': { title: 'Previous row', group: 'List', keys: ['K'], scope: 'list' },
  'list.fold': {
    title: 'Fold or unfold a group',
    group: 'List',
    keys: ['ArrowLeft', 'ArrowRight'],
    scope: 'list',
    isFixed: true,
  },
  'list.open': { title: 'Open', group: 'List', keys: ['Enter'], scope: 'list', isFixed: true },
  'list.select': { title: 'Select', group: 'List', keys: ['Space', 'X'], scope: 'list' },
  'list.extend': {
    title: 'Extend the selection',
    group: 'List',
    keys: ['Shift+ArrowUp', 'Shift+ArrowDown'],
    scope: 'list',
    isFixed: true,
  },
  'list.selectAll': { title: 'Select all that is shown', group: 'List', keys: ['Mod+A'], scope: 'list' },
  'list.menu': { title: 'Menu of the row', group: 'List', keys: ['Shift+F10', 'ContextMenu'], scope: 'list' },
  'list.remove': {
    title: 'Remove (asks first)',
    group: 'List',
    keys: ['Delete'],
    scope: 'list',
    synonyms: 'delete rm',
  },
  'list.clear': {
    title: 'Close, clear the filter, deselect, in that order',
    group: 'List',
    keys: ['Escape'],
    scope: 'list',
    isFixed: true,
  },

  'container.logs': { title: 'Open logs', group: 'Container', keys: ['L'], scope: 'list' },
  'container.terminal': {
    title: 'Open a terminal',
    group: 'Container',
    keys: ['T'],
    scope: 'list',
    synonyms: 'bash exec shell sh',
  },
  'container.inspect': { title: 'Inspect', group: 'Container', keys: ['I'], scope: 'list', synonyms: 'details json' },
  'container.environment': { title: 'Show the environment', group: 'Container', keys: ['E'], scope: 'list' },
  'container.startStop': { title: 'Start or stop', group: 'Container', keys: ['S'], scope: 'list' },
  'container.restart': { title: 'Restart', group: 'Container', keys: ['R'], scope: 'list', synonyms: 'reboot' },
  'container.run': { title: 'Run a container', group: 'Container', keys: [], synonyms: 'create new start docker run' },
  'container.removed': {
    title: 'Show removed containers',
    group: 'Container',
    keys: [],
    synonyms: 'create again undo restore deleted',
  },
  'container.prune': { title: 'Remove stopped containers', group: 'Container', keys: [], synonyms: 'prune clean disk' },
  'container.previous': { title: 'Previous container', group: 'Container', keys: ['Mod+ArrowUp'] },
  'container.next': { title: 'Next container', group: 'Container', keys: ['Mod+ArrowDown'] },
  'page.primary': { title: "Run the page's primary act", group: 'Container', keys: ['Mod+Enter'] },

  'image.pull': { title: 'Pull an image', group: 'Images', keys: [], synonyms: 'download fetch registry' },
  'image.build': { title: 'Build an image from a folder', group: 'Images', keys: [], synonyms: 'dockerfile' },
  'image.prune': { title: 'Remove unused images', group: 'Images', keys: [], synonyms: 'prune dangling clean disk' },

  'volume.create': { title: 'Create a volume', group: 'Volumes', keys: [], synonyms: 'new add' },
  'volume.measure': { title: 'Measure the sizes of volumes', group: 'Volumes', keys: [], synonyms: 'disk bytes' },
  'volume.restore': {
    title: 'Restore a volume from a file',
    group: 'Volumes',
    keys: [],
    synonyms: 'backup tar import',
  },
  'volume.prune': { title: 'Remove unused volumes', group: 'Volumes', keys: [], synonyms: 'prune clean disk' },

  'network.create': { title: 'Create a network', group: 'Networks', keys: [], synonyms: 'new add subnet' },
  'network.map': { title: 'Show who reaches whom', group: 'Networks', keys: [], synonyms: 'map drawing graph' },
  'network.prune': { title: 'Remove unused networks', group: 'Networks', keys: [], synonyms: 'prune clean' },
  'stack.create': { title: 'Create a stack', group: 'Stacks', keys: [], synonyms: 'new compose project deploy' },
  'stack.save': { title: 'Save the target', group: 'Stacks', keys: ['Mod+S'], synonyms: 'keep compose' },
  'stack.apply': { title: 'Apply the plan', group: 'Stacks', keys: [], synonyms: 'deploy up compose' },
  'stack.plan': { title: 'Make the plan anew', group: 'Stacks', keys: [], synonyms: 'difference drift' },

  'log.find': { title: 'Find in the log', group: 'Log', keys: ['Mod+F'], synonyms: 'search' },
  'log.freeze': { title: 'Freeze or go on', group: 'Log', keys: ['Space'], scope: 'log', synonyms: 'pause' },
  'log.follow': { title: 'Follow the newest line', group: 'Log', keys: ['End'], scope: 'log', synonyms: 'tail bottom' },
  'log.start': { title: 'Go to the first line', group: 'Log', keys: ['Home'], scope: 'log', synonyms: 'top' },
  'log.scroll': { title: 'Scroll', group: 'Log', keys: ['PageUp', 'PageDown'], scope: 'log', isFixed: true },
  'log.nextMatch': { title: 'Next match', group: 'Log', keys: ['F3'] },
  'log.previousMatch': { title: 'Previous match', group: 'Log', keys: ['Shift+F3'] },
  'log.matchCase': { title: 'Match case', group: 'Log', keys: ['Alt+C'] },
  'log.pattern': { title: 'Search by pattern', group: 'Log', keys: ['Alt+R'], synonyms: 'regular expression regex' },
  'log.onlyMatches': { title: 'Show only matching lines', group: 'Log', keys: ['Alt+L'] },
  'log.wrap': { title: 'Wrap long lines', group: 'Log', keys: ['Alt+Z'] },
  'log.numbers': { title: 'Line numbers', group: 'Log', keys: ['Alt+N'] },
  'log.clear': { title: 'Clear the view', group: 'Log', keys: ['Mod+L'] },
  'log.fontLarger': { title: 'Larger text', group: 'Log', keys: ['Mod+='], scope: 'log' },
  'log.fontSmaller': { title: 'Smaller text', group: 'Log', keys: ['Mod+-'], scope: 'log' },
  'log.download': { title: 'Download what is shown', group: 'Log', keys: [], synonyms: 'save' },
  'log.export': { title: 'Export the log', group: 'Log', keys: [], synonyms: 'save download jsonl file' },

  'chart.cursor': {
    title: 'Move the cursor',
    group: 'Charts',
    keys: ['ArrowLeft', 'ArrowRight'],
    scope: 'chart',
    isFixed: true,
  },
  'chart.table': { title: 'Show the data as a table', group: 'Charts', keys: ['T'], scope: 'chart' },
  'chart.resetZoom': {
    title: 'Show the whole window',
    group: 'Charts',
    keys: ['Escape'],
    scope: 'chart',
    isFixed: true,
  },
  'chart.shorter': { title: 'Shorter time window', group: 'Charts', keys: ['['] },
  'chart.longer': { title: 'Longer time window', group: 'Charts', keys: [']'] },
  'chart.pause': { title: 'Pause drawing', group: 'Charts', keys: [] },

  'terminal.find': { title: 'Find in the terminal', group: 'Terminal', keys: ['Mod+Shift+F'], scope: 'terminal' },
  'terminal.copy': { title: 'Copy', group: 'Terminal', keys: ['Mod+Shift+C'], scope: 'terminal' },
  'terminal.paste': { title: 'Paste', group: 'Terminal', keys: ['Mod+Shift+V'], scope: 'terminal' },
  'terminal.clear': { title: 'Clear the terminal', group: 'Terminal', keys: ['Mod+Shift+K'], scope: 'terminal' },
  'terminal.sendF6': { title: 'Send F6 to the shell', group: 'Terminal', keys: ['Alt+F6'], scope: 'terminal' },
});

export type CommandName = keyof typeof COMMANDS;
export const commandNames = Object.keys(COMMANDS) as CommandName[];
export const scopeOf = (name: CommandName): KeyScope => COMMANDS[name].scope ?? 'screen';
