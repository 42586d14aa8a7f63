import { LOG_TAILS, LOG_TIMES } from '#shared/contract/settings.ts';
import { count, plural } from '#shared/format/quantity.ts';
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

const TIMES: Record<(typeof LOG_TIMES)[number], string> = {
  off: 'Off',
  local: 'Local',
  utc: 'UTC',
  relative: 'Relative',
};

/** How logs look, how much of them is held, and what is kept. */
export const LOG_SETTINGS: readonly SettingSpec[] = [
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
];
