import { ago } from '#shared/format/duration.ts';
import { clockTime, preciseTime } from '#shared/format/clock-time.ts';
import { plural } from '#shared/format/quantity.ts';
import { type itemAt, MARK } from '#shared/lines/chunk.ts';
import { type LineStore, NOTE, type Note } from '#shared/lines/line-store.ts';

type LogMark = Extract<ReturnType<typeof itemAt>, { mark: string }>;

export type TimeStyle = 'off' | 'local' | 'utc' | 'relative';

/** Cells of the time column, with the blank behind it. */
export const TIME_CELLS: Record<TimeStyle, number> = { off: 0, local: 13, utc: 14, relative: 12 };

export function timeWords(store: LineStore, seq: number, style: TimeStyle, now: number): string {
  const time = store.time(seq);
  switch (style) {
    case 'off':
      return '';
    case 'local':
      return preciseTime(time);
    case 'utc':
      return `${preciseTime(time, true)}Z`;
    case 'relative':
      return ago(now - time);
  }
}

/** Whether a row is not a line of the container but a word about the stream. */
export const isAside = (store: LineStore, seq: number): boolean => (store.flag(seq) & (MARK | NOTE)) !== 0;

/** What such a row says, and whether it tells of a loss. */
export function asideWords(store: LineStore, seq: number): { text: string; isLoss: boolean } {
  if ((store.flag(seq) & NOTE) !== 0) return { text: noteWords(store, seq), isLoss: true };
  let mark: LogMark;
  try {
    mark = JSON.parse(store.raw(seq)) as LogMark;
  } catch {
    return { text: store.raw(seq), isLoss: false };
  }
  const isLoss = mark.mark === 'missed' || mark.mark === 'rotated' || mark.mark === 'oom';
  return { text: markWords(mark, clockTime(store.time(seq))), isLoss };
}

function markWords(mark: LogMark, time: string): string {
  switch (mark.mark) {
    case 'started':
      return `Container started at ${time}`;
    case 'stopped':
      return mark.exitCode === undefined
        ? `Container stopped at ${time}`
        : `Container stopped at ${time}, exit code ${mark.exitCode}`;
    case 'restarted':
      return `Container started again at ${time}`;
    case 'paused':
      return `Container paused at ${time}`;
    case 'unpaused':
      return `Container resumed at ${time}`;
    case 'oom':
      return `Killed for memory at ${time}`;
    case 'removed':
      return `Container removed at ${time}`;
    case 'missed':
      return mark.count == null
        ? 'Some lines are missing here. Docker no longer had them.'
        : `${missed(mark.count)}. Docker no longer had them.`;
    case 'rotated':
      return "Docker's log was rotated here. Older lines may be missing.";
    case 'clock':
      return 'The clock was set back here. Times may repeat.';
  }
}

const missed = (count: number): string => `${plural(count, 'line')} missed`;

/** Between the line before and the line after: "312 lines missed, 14:02:10.482 to 14:02:11.035. …". */
function noteWords(store: LineStore, seq: number): string {
  let note: Note;
  try {
    note = JSON.parse(store.raw(seq)) as Note;
  } catch {
    note = { dropped: null };
  }
  const lines = note.dropped === null ? 'Lines missed' : missed(note.dropped);
  const between =
    seq > store.first && seq + 1 < store.next
      ? `, ${preciseTime(store.time(seq - 1))} to ${preciseTime(store.time(seq + 1))}`
      : '';
  return `${lines}${between}. This window could not keep up, or nobody looked at it.`;
}
