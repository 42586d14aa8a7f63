import { DEFAULT_SETTINGS, LOG_TAILS, LOG_TIMES, MACHINE_SETTINGS, type Settings } from '#shared/contract/settings.ts';
import { size } from '#shared/format/bytes.ts';
import { count, plural, words } from '#shared/format/quantity.ts';

export const SECTIONS = [
  { id: 'appearance', title: 'Appearance' },
  { id: 'window', title: 'Window and tray' },
  { id: 'docker', title: 'Docker' },
  { id: 'logs', title: 'Logs' },
  { id: 'terminal', title: 'Terminal' },
  { id: 'charts', title: 'Charts' },
  { id: 'notifications', title: 'Notifications' },
  { id: 'app-log', title: 'App log' },
  { id: 'shortcuts', title: 'Shortcuts' },
] as const;
export type SectionId = (typeof SECTIONS)[number]['id'];

export type SettingKey = keyof Settings;
type Plain = string | number;

export interface Choice {
  readonly value: Plain;
  readonly label: string;
}

interface Base {
  readonly key: SettingKey;
  readonly section: SectionId;
  readonly name: string;
  /** What it does, for somebody who has not met it. */
  readonly text: string;
  /** Other words that find it. */
  readonly synonyms?: string;
}

/** `own`: the section draws it by hand. */
export type SettingSpec = Base &
  (
    | { readonly kind: 'segments' | 'pick'; readonly choices: readonly Choice[] }
    | { readonly kind: 'switch' }
    | { readonly kind: 'own' }
  );

type Row<K extends SettingKey> = Omit<Base, 'key'> & { readonly key: K };

const segments = <K extends SettingKey>(
  row: Row<K>,
  choices: readonly { value: Settings[K] & Plain; label: string }[],
): SettingSpec => ({ ...row, kind: 'segments', choices });
const pick = <K extends SettingKey>(
  row: Row<K>,
  choices: readonly { value: Settings[K] & Plain; label: string }[],
): SettingSpec => ({ ...row, kind: 'pick', choices });
const onOff = (row: Base): SettingSpec => ({ ...row, kind: 'switch' });
const own = (row: Base): SettingSpec => ({ ...row, kind: 'own' });

const lines = (...values: number[]): { value: number; label: string }[] =>
  values.map((value) => ({ value, label: count(value) }));
const bytes = (...values: number[]): { value: number; label: string }[] =>
  values.map((value) => ({ value, label: words(size(value)) }));
const pixels = [12, 13, 14, 15, 16, 18, 20, 24].map((value) => ({ value, label: `${value} px` }));
const TIMES: Record<(typeof LOG_TIMES)[number], string> = {
  off: 'Off',
  local: 'Local',
  utc: 'UTC',
  relative: 'Relative',
};

/** Every setting that the screen offers, in its order; the palette finds them here too. */
const SETTING_LIST: readonly SettingSpec[] = [
  segments(
    {
      key: 'theme',
      section: 'appearance',
      name: 'Theme',
      text: 'System follows the operating system as it changes.',
      synonyms: 'dark light night colour color appearance',
    },
    [
      { value: 'system', label: 'System' },
      { value: 'light', label: 'Light' },
      { value: 'dark', label: 'Dark' },
    ],
  ),
  segments(
    {
      key: 'density',
      section: 'appearance',
      name: 'Density',
      text: 'Height of the rows in lists.',
      synonyms: 'compact',
    },
    [
      { value: 'comfortable', label: 'Comfortable' },
      { value: 'compact', label: 'Compact' },
    ],
  ),
  pick(
    {
      key: 'zoom',
      section: 'appearance',
      name: 'Zoom',
      text: 'Size of everything in the window.',
      synonyms: 'larger smaller text size scale',
    },
    [80, 90, 100, 110, 125, 150, 175, 200].map((value) => ({ value, label: `${value} %` })),
  ),
  onOff({
    key: 'sidebarFolded',
    section: 'appearance',
    name: 'Fold the sidebar',
    text: 'Shows signs without names. A narrow window does so by itself.',
    synonyms: 'rail',
  }),
  onOff({
    key: 'split',
    section: 'appearance',
    name: 'List and detail side by side',
    text: 'In windows of 1,600 px and more.',
    synonyms: 'split wide',
  }),
  onOff({
    key: 'closeToTray',
    section: 'window',
    name: 'Keep running in the tray',
    text: 'Closing the window hides it; the tray brings it back. Where no tray is shown, closing quits.',
    synonyms: 'close hide background minimize quit',
  }),
  onOff({
    key: 'startWithSystem',
    section: 'window',
    name: 'Start with the system',
    text: 'When you sign in to this computer.',
    synonyms: 'autostart login boot startup',
  }),
  onOff({
    key: 'startHidden',
    section: 'window',
    name: 'Start without the window',
    text: 'When it starts with the system: in the tray alone.',
    synonyms: 'autostart hidden background login',
  }),
  own({
    key: 'dockerContext',
    section: 'docker',
    name: 'Socket or context',
    text: 'Which Docker engine Quayside shows.',
    synonyms: 'engine host podman colima rootless',
  }),
  own({
    key: 'dockerStartCommand',
    section: 'docker',
    name: 'Start command',
    text: 'What "Start Docker" runs when the engine is down. Empty: what the system offers, where it does.',
    synonyms: 'systemctl service daemon',
  }),
  pick(
    {
      key: 'logTail',
      section: 'logs',
      name: 'Lines shown at first',
      text: 'How much of its end a log shows when it is opened.',
      synonyms: 'tail',
    },
    LOG_TAILS.map((value) => ({ value, label: value === 'all' ? 'All held' : count(value) })),
  ),
  segments(
    { key: 'logTimes', section: 'logs', name: 'Times', text: 'Before each line.', synonyms: 'timestamp clock' },
    LOG_TIMES.map((value) => ({ value, label: TIMES[value] })),
  ),
  onOff({ key: 'logMillis', section: 'logs', name: 'Milliseconds', text: 'In the times of log lines.' }),
  onOff({ key: 'logWrap', section: 'logs', name: 'Wrap long lines', text: 'Instead of scrolling sideways.' }),
  onOff({ key: 'logNumbers', section: 'logs', name: 'Line numbers', text: 'At the left of each line.' }),
  onOff({
    key: 'logTint',
    section: 'logs',
    name: 'Tint warnings and errors',
    text: 'A faint ground under their lines.',
    synonyms: 'colour color highlight',
  }),
  pick({ key: 'logFontSize', section: 'logs', name: 'Text size in logs', text: 'Apart from the zoom.' }, pixels),
  segments(
    {
      key: 'logPainter',
      section: 'logs',
      name: 'Drawing of rows',
      text: 'In cells as a terminal does, or as plain text, where wide characters take the room their font gives them.',
      synonyms: 'painter renderer font cjk',
    },
    [
      { value: 'terminal', label: 'Cells' },
      { value: 'plain', label: 'Plain text' },
    ],
  ),
  onOff({
    key: 'logSpeakErrors',
    section: 'logs',
    name: 'Speak new errors',
    text: 'A screen reader says error lines of the open log as they come.',
    synonyms: 'accessibility screen reader',
  }),
  pick(
    {
      key: 'logPaneLines',
      section: 'logs',
      name: 'Lines held in a pane',
      text: 'The oldest leave when there are more.',
      synonyms: 'memory scrollback buffer',
    },
    lines(1000, 5000, 10_000, 50_000, 100_000),
  ),
  pick(
    {
      key: 'logReplayLines',
      section: 'logs',
      name: 'Lines kept ready',
      text: 'Sent at once to whoever opens the log later.',
      synonyms: 'replay history',
    },
    lines(1000, 2000, 5000, 10_000),
  ),
  onOff({
    key: 'keepLogs',
    section: 'logs',
    name: 'Keep logs',
    text: "Every container's log in a store on this computer, to search them all and to read them when the container is gone.",
    synonyms: 'history store search retention',
  }),
  pick(
    {
      key: 'keepLogsDays',
      section: 'logs',
      name: 'Days kept',
      text: 'Older lines leave the store.',
      synonyms: 'retention history age',
    },
    [1, 3, 7, 14, 30, 90, 365].map((value) => ({ value, label: plural(value, 'day') })),
  ),
  pick(
    {
      key: 'keepLogsServiceBytes',
      section: 'logs',
      name: 'Most kept of one service',
      text: 'As stored, which is about a fifth of the text. The oldest lines leave first.',
      synonyms: 'retention size disk',
    },
    bytes(10e6, 50e6, 100e6, 500e6, 1e9, 5e9),
  ),
  pick(
    {
      key: 'keepLogsTotalBytes',
      section: 'logs',
      name: 'Most kept in all',
      text: 'Of all services together.',
      synonyms: 'retention size disk',
    },
    bytes(100e6, 500e6, 1e9, 5e9, 20e9, 100e9),
  ),
  own({
    key: 'keepLogsOff',
    section: 'logs',
    name: 'Kept services',
    text: 'Which services are kept, what each takes, and a way to forget it.',
    synonyms: 'forget history private off',
  }),
  own({
    key: 'terminalCommand',
    section: 'terminal',
    name: 'Command',
    text: 'What a new terminal runs. Empty: the first of bash, ash and sh that the container has.',
    synonyms: 'shell bash exec',
  }),
  pick(
    { key: 'terminalFontSize', section: 'terminal', name: 'Text size in terminals', text: 'Apart from the zoom.' },
    pixels,
  ),
  segments({ key: 'terminalCursor', section: 'terminal', name: 'Cursor', text: 'Its shape in terminals.' }, [
    { value: 'block', label: 'Block' },
    { value: 'bar', label: 'Bar' },
    { value: 'underline', label: 'Underline' },
  ]),
  onOff({
    key: 'terminalCursorBlink',
    section: 'terminal',
    name: 'Blinking cursor',
    text: 'While the terminal has the focus.',
  }),
  pick(
    {
      key: 'terminalScrollback',
      section: 'terminal',
      name: 'Lines above the screen',
      text: 'How far one can scroll back.',
      synonyms: 'scrollback history buffer',
    },
    lines(0, 1000, 5000, 10_000, 50_000),
  ),
  onOff({
    key: 'terminalAskPaste',
    section: 'terminal',
    name: 'Ask before pasting several lines',
    text: 'Each line end runs what stands before it.',
    synonyms: 'clipboard',
  }),
  segments(
    {
      key: 'cpuShare',
      section: 'charts',
      name: 'CPU',
      text: '100 % is one core, or the whole of the host.',
      synonyms: 'processor percent cores',
    },
    [
      { value: 'docker', label: 'As docker stats' },
      { value: 'host', label: 'Share of host' },
    ],
  ),
  segments(
    {
      key: 'chartWindowSeconds',
      section: 'charts',
      name: 'Time window',
      text: 'What charts show at first.',
      synonyms: 'stats',
    },
    [
      { value: 60, label: '1 min' },
      { value: 300, label: '5 min' },
      { value: 900, label: '15 min' },
      { value: 3600, label: '1 h' },
    ],
  ),
  onOff({
    key: 'keepStats',
    section: 'charts',
    name: 'Keep what is measured',
    text: 'Of each container: each second of the last 10 min, each half-minute of 24 h. Charts reach back to it.',
    synonyms: 'history statistics metrics',
  }),
  onOff({
    key: 'keepStatsAlways',
    section: 'charts',
    name: 'Measure while nobody looks',
    text: 'Asks Docker for each running container about every 15 s, also while the window is hidden. It costs the engine about 3 ms for each.',
    synonyms: 'history statistics metrics background sweep',
  }),
  segments(
    {
      key: 'appLogLevel',
      section: 'app-log',
      name: 'Level',
      text: 'What Quayside writes into its own log. Debug is much, and meant for a report.',
      synonyms: 'verbose own log',
    },
    [
      { value: 'error', label: 'Errors' },
      { value: 'warn', label: 'Warnings' },
      { value: 'info', label: 'Info' },
      { value: 'debug', label: 'Debug' },
    ],
  ),
  pick(
    {
      key: 'appLogDays',
      section: 'app-log',
      name: 'Kept for',
      text: 'Older files of the log are deleted.',
      synonyms: 'retention age days',
    },
    [1, 3, 7, 14, 30, 90, 365].map((value) => ({ value, label: plural(value, 'day') })),
  ),
  pick(
    {
      key: 'appLogBytes',
      section: 'app-log',
      name: 'At most',
      text: 'The oldest files go when the log takes more.',
      synonyms: 'retention size disk',
    },
    bytes(10e6, 50e6, 200e6, 1e9),
  ),
  onOff({
    key: 'singleKeys',
    section: 'shortcuts',
    name: 'Single keys',
    text: 'Letters such as L and R act while a list has the focus, "/" and "?" wherever nobody types.',
    synonyms: 'shortcut keyboard letters',
  }),
];

const WITHOUT_BROWSER: readonly SettingKey[] = [...MACHINE_SETTINGS, 'zoom'];

/**
 * What of the list means something here. A browser has its own zoom, and sets nothing of the computer it looks at, but for
 * the owner (`canSelect`), who may choose its engine.
 */
export const settingsFor = (isBrowser: boolean, canSelect: boolean): readonly SettingSpec[] =>
  SETTING_LIST.filter(
    ({ key }) => !isBrowser || !WITHOUT_BROWSER.includes(key) || (key === 'dockerContext' && canSelect),
  );

export const isDefault = (value: Settings, key: SettingKey): boolean =>
  JSON.stringify(value[key]) === JSON.stringify(DEFAULT_SETTINGS[key]);

/** Whether every word of a search is in a text; an empty search finds all. */
export function hasWords(search: string, ...texts: readonly (string | undefined)[]): boolean {
  const text = texts.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export const matches = (spec: SettingSpec, search: string): boolean =>
  hasWords(search, spec.name, spec.text, spec.synonyms, SECTIONS.find(({ id }) => id === spec.section)?.title);
