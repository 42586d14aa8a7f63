import type { FieldValue } from '#shared/lines/line-filter.ts';
import type { Level } from '#shared/lines/line-level.ts';
import type { FindState } from '#renderer/terminal/log/find.ts';
import type { TimeStyle } from '#renderer/terminal/log/line-words.ts';
import type { SourceLook } from '#renderer/terminal/log/screen-row.ts';
import type { Tail, ViewMode } from '#renderer/terminal/log/viewport.ts';

/** How lines are shown; changing it never touches the stream. */
export interface LogDisplay {
  tail: Tail;
  times: TimeStyle;
  hasMillis: boolean;
  isWrapped: boolean;
  hasNumbers: boolean;
  hasTint: boolean;
  /** CSS pixels. */
  fontSize: number;
  /** JSON and logfmt as they came. */
  isRaw: boolean;
  /** Standard error is told apart; a TTY has one stream only. */
  hasStreams: boolean;
  speaksErrors: boolean;
  painter: 'terminal' | 'plain';
  /** Merged sources by their number; empty where there is one. */
  sources: readonly SourceLook[];
}

/** Which lines are shown; texts that are '' ask for nothing. */
export interface LogWanted {
  levels: readonly Level[] | null;
  /** Only lines in which the text sought is found, with so many lines around; null: all lines. */
  onlyMatches: number | null;
  include: string;
  exclude: string;
  fields: readonly FieldValue[];
  /** Only lines of this time, in ms since 1970; the end is left out. */
  span: { readonly from: number; readonly to: number } | null;
}

export const SHOW_ALL: LogWanted = {
  levels: null,
  onlyMatches: null,
  include: '',
  exclude: '',
  fields: [],
  span: null,
};

/** What can be had of a log beyond the lines held. */
export interface LogHistory {
  /** `more`: the engine may have earlier lines; `start`: it has none; `none`: it cannot be asked. */
  readonly state: 'more' | 'loading' | 'start' | 'none';
  /** Why the last loading failed. */
  readonly error: { readonly message: string } | null;
  loadEarlier(): void;
  /** Loads what is missing at a note. */
  loadMissed(seq: number): void;
  /** Loads lines from a time on that are no longer held (RFC 3339). */
  loadFrom(isoTime: string): Promise<void>;
}

/** What the tool bar and the footer show. */
export interface LogViewState {
  mode: ViewMode;
  /** The line the keys stand on, else the last one seen; its number in the stream and its time (RFC 3339). */
  line: number | null;
  isoTime: string | null;
  /** Lines that levels and filters hide. */
  hidden: number;
  find: FindState | null;
}

/** Where a menu was asked for, in CSS pixels of the window, and about which line. */
export interface LogMenuRequest {
  x: number;
  y: number;
  seq: number;
}
