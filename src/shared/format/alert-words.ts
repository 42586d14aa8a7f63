import { plural, THIN } from '#shared/format/quantity.ts';

/** What the words need of a rule; the contract's `AlertCondition` and `AlertScope` fit. */
export type ConditionFacts =
  | { readonly kind: 'event'; readonly event: 'stopped' | 'oom' | 'unhealthy' }
  | { readonly kind: 'loop'; readonly count: number; readonly minutes: number }
  | {
      readonly kind: 'log' | 'appLog';
      readonly level: 'warn' | 'error' | null;
      readonly text: string;
      readonly isPattern: boolean;
      readonly count: number;
      readonly minutes: number;
    }
  | { readonly kind: 'stats'; readonly figure: 'cpu' | 'memory'; readonly percent: number; readonly minutes: number }
  | { readonly kind: 'disk'; readonly percent: number; readonly minutes: number };

export type ScopeFacts =
  | { readonly by: 'all' }
  | { readonly by: 'name'; readonly pattern: string }
  | { readonly by: 'stack'; readonly stack: string };

const EVENTS = {
  stopped: 'stops by itself with an error, or is killed',
  oom: 'runs out of memory',
  unhealthy: 'fails its health check',
} as const;

/** Of 100: 92.44 as "92.4 %". */
export const share = (percent: number): string => `${Math.round(percent * 10) / 10}${THIN}%`;
const spell = (minutes: number): string => (minutes === 1 ? 'a minute' : plural(minutes, 'minute'));

const lasting = (minutes: number): string => (minutes === 0 ? '' : ` for ${spell(minutes)}`);

/** Follows what it is about: "restarts 3 times in 10 minutes", "has 5 error lines in a minute". */
export function conditionWords(when: ConditionFacts): string {
  switch (when.kind) {
    case 'event':
      return EVENTS[when.event];
    case 'loop':
      return `restarts ${plural(when.count, 'time')} in ${spell(when.minutes)}`;
    case 'log':
    case 'appLog':
      return `has ${linesWords(when)}`;
    case 'stats': {
      const figure =
        when.figure === 'cpu' ? `CPU above ${share(when.percent)}` : `memory above ${share(when.percent)} of its limit`;
      return `has ${figure}${lasting(when.minutes)}`;
    }
    case 'disk':
      return `is above ${share(when.percent)}${lasting(when.minutes)}`;
  }
}

function linesWords(when: Extract<ConditionFacts, { text: string }>): string {
  const { level, count, minutes } = when;
  const kind = level === 'error' ? 'error line' : level === 'warn' ? 'warning or error line' : 'line';
  if (count === 1) return `${/^[aeio]/.test(kind) ? 'an' : 'a'} ${kind}${textWords(when)}`;
  return `${plural(count, kind)}${textWords(when)} in ${spell(minutes)}`;
}

/** A long text is told by its beginning. */
const TEXT = 60;

function textWords({ text, isPattern, count }: Extract<ConditionFacts, { text: string }>): string {
  if (text === '') return '';
  const short = text.length > TEXT ? `${text.slice(0, TEXT)}…` : text;
  return isPattern ? ` that ${count === 1 ? 'fits' : 'fit'} ${short}` : ` with "${short}"`;
}

/** What a rule looks at: "Any container", "Containers named web-*", "Containers of shop". */
export function subjectWords(when: ConditionFacts, containers: ScopeFacts): string {
  if (when.kind === 'disk') return 'The disk';
  if (when.kind === 'appLog') return "Quayside's own log";
  if (containers.by === 'all') return 'Any container';
  return containers.by === 'name' ? `A container named ${containers.pattern}` : `A container of ${containers.stack}`;
}

/** "restarted 5 times in 10 minutes, last exit: code 1". */
export const loopWords = (times: number, minutes: number, exitCode: number | null): string =>
  `restarted ${plural(times, 'time')} in ${spell(minutes)}${exitCode === null ? '' : `, last exit: code ${exitCode}`}`;

/** "wrote an error", "wrote 5 warnings or errors with "order" in 2 minutes". */
export function logWords(when: Extract<ConditionFacts, { text: string }>): string {
  const { level, count, minutes } = when;
  const kind = level === 'error' ? 'error' : level === 'warn' ? 'warning or error' : 'line';
  if (count === 1) return `wrote ${/^[aeio]/.test(kind) ? 'an' : 'a'} ${kind}${textWords(when)}`;
  const many = kind === 'warning or error' ? 'warnings or errors' : `${kind}s`;
  return `wrote ${plural(count, kind, many)}${textWords(when)} in ${spell(minutes)}`;
}

/** "uses more than 80 % CPU for 5 minutes, now 143 %". */
export const statsWords = (figure: 'cpu' | 'memory', percent: number, minutes: number, now: number): string =>
  figure === 'cpu'
    ? `uses more than ${share(percent)} CPU${lasting(minutes)}, now ${share(now)}`
    : `uses more than ${share(percent)} of its memory limit${lasting(minutes)}, now ${share(now)}`;

/** "is 93 % full". */
export const diskWords = (now: number): string => `is ${share(now)} full`;

/** What of a notice says where it leads; the contract's `AlertNotice` fits. */
export interface NoticePlace {
  readonly kind: string;
  readonly container: string | null;
  readonly incident: string | null;
}

/** The screen that shows what a notice is about, as an address in the app. */
export function noticeAddress({ kind, container, incident }: NoticePlace): string {
  if (incident !== null) return `/activity?incident=${incident}`;
  if (kind === 'disk') return '/host';
  if (kind === 'appLog') return '/app-log';
  if (container === null) return '/activity';
  return `/container/${container}/${kind === 'cpu' || kind === 'memory' ? 'stats' : 'logs'}`;
}
