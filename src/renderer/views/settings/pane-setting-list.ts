import { plural } from '#shared/format/quantity.ts';
import {
  bytes,
  lines,
  onOff,
  own,
  pick,
  pixels,
  segments,
  type SettingSpec,
} from '#renderer/views/settings/setting-spec.ts';

/** Terminals, charts, the app log, single keys. */
export const PANE_SETTINGS: readonly SettingSpec[] = [
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
