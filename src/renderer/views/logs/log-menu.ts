import { plainText } from '#shared/lines/escapes.ts';
import { lineFields } from '#shared/lines/line-fields.ts';
import type { Lines } from '#shared/lines/lines.ts';
import type { LogWanted } from '#renderer/terminal/log/log-display.ts';
import type { LogPaneHandle } from '#renderer/terminal/log/log-pane.tsx';
import type { Act } from '#renderer/ui/act-menu.tsx';

/** Fields offered as filters; a line of fifty would make a menu of fifty. */
const MAX_FIELDS = 8;
const MAX_LABEL = 48;

const OPEN_WORDS = {
  fields: ['Open the fields', 'Close the fields'],
  whole: ['Show all of the line', 'Cut the line again'],
} as const;

/** What can be done with one line, and with the selection. */
export function lineActs({
  lines,
  seq,
  pane,
  link,
  wanted,
  onWanted,
  onChart,
  copy,
}: {
  lines: Lines;
  seq: number;
  pane: LogPaneHandle;
  /** A link to the line, null where there can be none. */
  link: string | null;
  wanted: LogWanted;
  onWanted: (wanted: LogWanted) => void;
  onChart?: ((isoTime: string) => void) | undefined;
  copy: (text: string) => void;
}): Act[] {
  const fields = lineFields(plainText(lines.raw(seq)));
  const acts: Act[] = [];
  if (pane.hasSelection()) {
    acts.push({ label: 'Copy the selection', icon: 'copy', run: () => copy(pane.copyText()) });
    acts.push({ label: 'Copy the selection raw', run: () => copy(pane.rawText()) });
  }
  acts.push({ label: 'Copy the line', icon: 'copy', startsGroup: true, run: () => copy(pane.seenText(seq)) });
  acts.push({ label: 'Copy the line raw', run: () => copy(pane.rawText(seq)) });
  if (fields) acts.push({ label: 'Copy as JSON', run: () => copy(JSON.stringify(fields.value, null, 2)) });
  if (link !== null) acts.push({ label: 'Copy a link to this line', run: () => copy(link) });
  if (onChart)
    acts.push({ label: 'Show this time in the charts', icon: 'activity', run: () => onChart(lines.isoTime(seq)) });
  const opens = pane.opens(seq);
  if (opens !== null)
    acts.push({
      label: OPEN_WORDS[opens][pane.isOpen(seq) ? 1 : 0],
      startsGroup: true,
      run: () => pane.toggle(seq),
    });
  fields?.fields.slice(0, MAX_FIELDS).forEach(([name, value], at) =>
    acts.push({
      label: shortened(`Only lines with ${name}=${value}`),
      icon: 'filter',
      startsGroup: at === 0,
      run: () =>
        onWanted({ ...wanted, fields: [...wanted.fields.filter((one) => one.name !== name), { name, value }] }),
    }),
  );
  return acts;
}

const shortened = (text: string): string => (text.length > MAX_LABEL ? `${text.slice(0, MAX_LABEL - 1)}…` : text);
