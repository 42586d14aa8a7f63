import { clockTime, fullTime, preciseTime } from '#shared/format/clock-time.ts';
import { exitWords } from '#shared/format/exit-words.ts';
import { plural } from '#shared/format/quantity.ts';
import { type itemAt, MARK, NOTE } from '#shared/lines/chunk.ts';
import type { Note } from '#shared/lines/line-store.ts';
import type { Lines } from '#shared/lines/lines.ts';

type LogMark = Extract<ReturnType<typeof itemAt>, { mark: string }>;

/** A row that is not a line of the container but a word about the stream, with at most one thing to do. */
export interface Aside {
  readonly text: string;
  /** It tells that lines are missing. */
  readonly isLoss: boolean;
  readonly act: { readonly label: string; readonly run: () => void } | null;
}

export const isAside = (lines: Lines, seq: number): boolean => (lines.flag(seq) & (MARK | NOTE)) !== 0;

/** What a mark or a note says. `actFor`: what can be done about missing lines. */
export function asideOf(lines: Lines, seq: number, actFor: ((seq: number) => Aside['act']) | null = null): Aside {
  if ((lines.flag(seq) & NOTE) !== 0) {
    const note = (parsed(lines.raw(seq)) as Note | null) ?? { dropped: null };
    if (note.generation) return { text: generationWords(note.generation), isLoss: false, act: null };
    return { text: noteWords(lines, seq, note), isLoss: true, act: note.unloadable ? null : (actFor?.(seq) ?? null) };
  }
  const mark = parsed(lines.raw(seq)) as LogMark | null;
  if (!mark) return { text: lines.raw(seq), isLoss: false, act: null };
  const isLoss = mark.mark === 'missed' || mark.mark === 'rotated';
  return { text: markWords(mark, clockTime(lines.time(seq))), isLoss, act: null };
}

/** Our own JSON, or main's; null where it is neither. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function markWords(mark: LogMark, time: string): string {
  switch (mark.mark) {
    case 'started':
      return `Container started at ${time}`;
    case 'stopped':
      return mark.exitCode === undefined
        ? `Container stopped at ${time}`
        : `Container stopped at ${time}, exit code ${exitWords(mark.exitCode)}`;
    case 'restarted':
      return `Container started again at ${time}`;
    case 'paused':
      return `Container paused at ${time}`;
    case 'unpaused':
      return `Container resumed at ${time}`;
    case 'oom':
      return `A process was killed for memory at ${time}`;
    case 'removed':
      return `Container removed at ${time}`;
    case 'missed':
      return mark.count == null
        ? 'Some lines are missing here. They came faster than they could be kept.'
        : `${plural(mark.count, 'line')} missed. They came faster than they could be kept.`;
    case 'rotated':
      return "Docker's log was rotated here. Older lines may be missing.";
    case 'clock':
      return 'The clock was set back here. Times may repeat.';
  }
}

/** "shop-web-1 (0a4f2a9c1e07), made 2026-11-21 14:02:07 from nginx:1.27". */
function generationWords({ name, id, image, created }: NonNullable<Note['generation']>): string {
  const made = Date.parse(created);
  return `${name} (${id.slice(0, 12)})${Number.isNaN(made) ? '' : `, made ${fullTime(made)}`} from ${image}`;
}

/** "312 lines missed, 14:02:10.482 to 14:02:11.035. …" between the line before and the line after. */
function noteWords(lines: Lines, seq: number, note: Note): string {
  if (note.unloadable) {
    const [from, to] = note.unloadable;
    return `Nothing could be loaded for ${clockTime(from)} to ${clockTime(to)}`;
  }
  const missed = note.dropped === null ? 'Lines missed' : `${plural(note.dropped, 'line')} missed`;
  const between =
    seq > lines.first && seq + 1 < lines.next
      ? `, ${preciseTime(lines.time(seq - 1))} to ${preciseTime(lines.time(seq + 1))}`
      : '';
  const why =
    note.why === 'away'
      ? 'They came while nobody looked.'
      : note.why === 'unread'
        ? 'There were more than could be loaded at once.'
        : 'The container wrote faster than the stream could carry.';
  return `${missed}${between}. ${why}`;
}

const localDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });
const utcDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' });

/** "Saturday 21 November 2026". */
export const dayWords = (ms: number, isUtc: boolean): string => (isUtc ? utcDay : localDay).format(ms);
