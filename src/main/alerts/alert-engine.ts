import type { AlertCondition, AlertNotice, AlertRule, AlertScope } from '#shared/contract/alerts.ts';
import type { Incident } from '#shared/contract/incidents.ts';
import { diskWords, logWords, loopWords, statsWords } from '#shared/format/alert-words.ts';
import { incidentTitle } from '#shared/format/incident-words.ts';

/** What a fact is about, as rules choose it. */
export interface AlertSubject {
  readonly engine: string;
  /** Full id. */
  readonly container: string;
  readonly name: string;
  readonly stack?: string | undefined;
}

/** When something was heard: `monotonic` measures, `time` (RFC 3339) is shown. A clock that is set changes no waiting. */
export interface Moment {
  readonly monotonic: number;
  readonly time: string;
}

export interface AlertEngineOptions {
  newId(): string;
  /** A rule tells of something, once. */
  onTold(notice: AlertNotice, rule: AlertRule): void;
  /** More of the same, or its end. */
  onChanged(notice: AlertNotice): void;
}

/** How a container was started again by itself. */
interface Loop {
  readonly restarts: number[];
  readonly hasFailed: boolean;
  /** Of its last end. */
  readonly exitCode: number | null;
  /** Where its last failure was taken down. */
  readonly incident?: string;
}

/** Of a rule and what it is about. */
interface State {
  notice: AlertNotice | undefined;
  /** Monotonic ms. */
  toldAt: number;
  /** When lines were found that have not been told of. */
  found: number[];
  /** Since when a condition holds without a break, and when that was last heard. */
  since: number | undefined;
  heardAt: number;
  isHeld: boolean;
}

const MINUTE_MS = 60_000;
/** Figures that are further apart say nothing of the time between: a computer slept, or nobody measured. */
const LONGEST_PAUSE_MS = 90_000;
/** Lines are quoted so far. */
const QUOTE = 500;
/** Rules and subjects that are remembered; the oldest leave. */
const MOST_STATES = 5000;

/**
 * Rules, and facts that come in; out go notices. Pure: its only time is the one that comes with a fact. What is told once is
 * not told again for the rule's quiet time, but counted; a condition that lasts (a loop, a figure) is one notice until it ends.
 */
export class AlertEngine {
  readonly #options: AlertEngineOptions;
  readonly #states = new Map<string, State>();
  /** By container. */
  readonly #loops = new Map<string, Loop>();
  #rules: readonly AlertRule[] = [];

  constructor(options: AlertEngineOptions) {
    this.#options = options;
  }

  /** A rule that was changed begins anew; what it told stays told, and what lasted of it is over. */
  setRules(rules: readonly AlertRule[], now: Moment): void {
    const before = new Map(this.#rules.map((one) => [one.rule, one]));
    for (const [key, state] of this.#states) {
      const rule = key.slice(0, 16);
      const is = rules.find((one) => one.rule === rule);
      const was = before.get(rule);
      const isSame = JSON.stringify([was?.when, was?.containers]) === JSON.stringify([is?.when, is?.containers]);
      if (is?.isOn && isSame) continue;
      this.#end(state, now);
      this.#states.delete(key);
    }
    this.#rules = rules;
  }

  /** What was told before a restart of the program stays quiet for the rest of its time. */
  remember(notices: readonly AlertNotice[], now: Moment): void {
    const nowMs = Date.parse(now.time);
    for (const notice of notices) {
      const rule = this.#rules.find((one) => one.rule === notice.rule);
      const ageMs = nowMs - Date.parse(notice.firstTime);
      // One that is yet to come was told by another clock.
      if (!rule?.isOn || ageMs < 0 || ageMs >= rule.quietMinutes * MINUTE_MS) continue;
      const state = this.#state(rule, subjectOf(notice));
      if (state.notice) continue;
      state.notice = notice;
      state.toldAt = now.monotonic - ageMs;
    }
  }

  /** A container stopped or fell ill by itself. */
  incident(incident: Incident, now: Moment): void {
    const event = incident.kind === 'oom' || incident.kind === 'unhealthy' ? incident.kind : 'stopped';
    const { container } = incident;
    this.#noteLoop(container, { incident: incident.incident });
    const title = `${incident.name} ${incidentTitle({ ...incident, count: 1, recent: 1 })}`;
    for (const rule of this.#of('event', incident)) {
      if (rule.when.event !== event) continue;
      // The loop is told, and counted, as a loop.
      if (event !== 'unhealthy' && this.#isLoopTold(incident, now)) continue;
      this.#occur(rule, incident, { kind: event, title, incident: incident.incident }, now);
    }
  }

  /** The container ended; `isAsked`: somebody told Docker to end it. */
  ended({ container }: AlertSubject, exitCode: number | null, isAsked: boolean): void {
    this.#noteLoop(container, { hasFailed: !isAsked, exitCode });
  }

  started(subject: AlertSubject, now: Moment): void {
    const loop = this.#loops.get(subject.container);
    if (!loop?.hasFailed) return;
    const oldest = now.monotonic - this.#longestLoopMs();
    const restarts = [...loop.restarts, now.monotonic].filter((at) => at > oldest);
    this.#noteLoop(subject.container, { hasFailed: false, restarts });
    for (const rule of this.#of('loop', subject)) {
      const { count, minutes } = rule.when;
      const times = restarts.filter((at) => at > now.monotonic - minutes * MINUTE_MS).length;
      const title = `${subject.name} ${loopWords(times, minutes, loop.exitCode)}`;
      // One that ends well each time is no incident: it stands by itself.
      const incident = loop.exitCode === 0 ? undefined : loop.incident;
      this.#hold(rule, subject, { kind: 'loop', title, ...(incident && { incident }) }, times >= count, now, times);
    }
  }

  /** The container is removed: nothing of it goes on. */
  removed({ container }: Pick<AlertSubject, 'container'>, now: Moment): void {
    this.#loops.delete(container);
    for (const [key, state] of this.#states) {
      if (!key.endsWith(container)) continue;
      this.#end(state, now);
      this.#states.delete(key);
    }
  }

  /** A line that fits a rule of the kind `log` or `appLog`. */
  line(rule: AlertRule, subject: AlertSubject | null, quote: string | null, now: Moment): void {
    const { when } = rule;
    if (when.kind !== 'log' && when.kind !== 'appLog') return;
    const state = this.#state(rule, subject);
    const kind = when.kind;
    if (this.#isQuiet(rule, state, now)) return this.#count(state, now, quote);
    state.found = [...state.found.filter((at) => at > now.monotonic - when.minutes * MINUTE_MS), now.monotonic];
    if (state.found.length < when.count) return;
    state.found = [];
    const title = `${subject?.name ?? 'Quayside'} ${logWords(when)}`;
    this.#tell(rule, subject, state, { kind, title, quote, count: when.count }, now);
  }

  /** A container's figures: CPU as `docker stats` prints it, memory in percent of its limit; null is unknown. */
  sample(
    subject: AlertSubject,
    figures: { readonly cpu: number | null; readonly memory: number | null },
    now: Moment,
  ): void {
    for (const rule of this.#of('stats', subject)) {
      const { figure, percent, minutes } = rule.when;
      const is = figures[figure];
      const title = `${subject.name} ${statsWords(figure, percent, minutes, is ?? 0)}`;
      this.#lasts(rule, subject, { kind: figure, title }, is !== null && is > percent, minutes, now);
    }
  }

  /** How full a file system is, named by a folder of it. */
  disk(mount: string, percent: number, now: Moment): void {
    for (const rule of this.#rules) {
      if (!rule.isOn || rule.when.kind !== 'disk') continue;
      const subject: AlertSubject = { engine: 'default', container: '', name: mount };
      const title = `The disk of ${mount} ${diskWords(percent)}`;
      this.#lasts(rule, subject, { kind: 'disk', title }, percent > rule.when.percent, rule.when.minutes, now);
    }
  }

  *#of<K extends AlertCondition['kind']>(
    kind: K,
    subject: Pick<AlertSubject, 'name' | 'stack'>,
  ): Generator<AlertRule & { when: Extract<AlertCondition, { kind: K }> }> {
    for (const rule of this.#rules)
      if (rule.isOn && isOfKind(rule, kind) && isMeant(rule.containers, subject)) yield rule;
  }

  /** Holds for so long without a break; figures that do not come break it too. */
  #lasts(rule: AlertRule, subject: AlertSubject, what: What, isOver: boolean, minutes: number, now: Moment): void {
    const state = this.#state(rule, subject);
    if (now.monotonic - state.heardAt > LONGEST_PAUSE_MS) state.since = undefined;
    state.heardAt = now.monotonic;
    state.since = isOver ? (state.since ?? now.monotonic) : undefined;
    const hasLasted = state.since !== undefined && now.monotonic - state.since >= minutes * MINUTE_MS;
    this.#hold(rule, subject, what, hasLasted || (isOver && state.isHeld), now);
  }

  /** A condition that lasts: told when it begins, one notice until it ends. */
  #hold(rule: AlertRule, subject: AlertSubject, what: What, isTrue: boolean, now: Moment, count?: number): void {
    const state = this.#state(rule, subject);
    if (!isTrue) {
      this.#end(state, now);
      return;
    }
    if (!state.isHeld) {
      state.isHeld = true;
      if (!this.#isQuiet(rule, state, now)) {
        this.#tell(rule, subject, state, { ...what, ...(count !== undefined && { count }) }, now);
        return;
      }
      // Again within the quiet time: the same notice goes on.
      this.#change(state, {
        endedAt: null,
        time: now.time,
        title: what.title,
        count: count ?? (state.notice?.count ?? 0) + 1,
      });
    } else if (count !== undefined) {
      const { title, incident } = what;
      this.#change(state, { time: now.time, title, count, ...(incident !== undefined && { incident }) });
    }
  }

  #end(state: State, now: Moment): void {
    if (state.isHeld) this.#change(state, { endedAt: now.time });
    state.isHeld = false;
  }

  #occur(rule: AlertRule, subject: AlertSubject, what: What, now: Moment): void {
    const state = this.#state(rule, subject);
    if (this.#isQuiet(rule, state, now)) {
      this.#change(state, {
        time: now.time,
        title: what.title,
        count: (state.notice?.count ?? 0) + 1,
        incident: what.incident ?? null,
      });
    } else this.#tell(rule, subject, state, what, now);
  }

  #isQuiet({ quietMinutes }: AlertRule, { notice, toldAt }: State, { monotonic }: Moment): boolean {
    return notice !== undefined && monotonic - toldAt < quietMinutes * MINUTE_MS;
  }

  #isLoopTold(subject: AlertSubject, now: Moment): boolean {
    const restarts = this.#loops.get(subject.container)?.restarts ?? [];
    for (const rule of this.#of('loop', subject)) {
      const since = now.monotonic - rule.when.minutes * MINUTE_MS;
      if (restarts.filter((at) => at > since).length >= rule.when.count && this.#state(rule, subject).isHeld)
        return true;
    }
    return false;
  }

  #noteLoop(container: string, change: Partial<Loop>): void {
    const before = this.#loops.get(container) ?? NO_LOOP;
    this.#loops.delete(container);
    this.#loops.set(container, { ...before, ...change });
    const [oldest] = this.#loops.keys();
    if (this.#loops.size > MOST_STATES && oldest !== undefined) this.#loops.delete(oldest);
  }

  #longestLoopMs(): number {
    const minutes = this.#rules.map(({ when }) => (when.kind === 'loop' ? when.minutes : 0));
    return Math.max(0, ...minutes) * MINUTE_MS;
  }

  #count(state: State, now: Moment, quote: string | null): void {
    this.#change(state, { time: now.time, count: (state.notice?.count ?? 0) + 1, quote: cut(quote) });
  }

  #change(state: State, change: Partial<AlertNotice>): void {
    if (!state.notice) return;
    state.notice = { ...state.notice, ...change };
    this.#options.onChanged(state.notice);
  }

  #tell(rule: AlertRule, subject: AlertSubject | null, state: State, what: What, now: Moment): void {
    state.notice = {
      notice: this.#options.newId(),
      rule: rule.rule,
      ruleName: rule.name,
      kind: what.kind,
      engine: subject?.engine ?? 'default',
      container: subject === null || subject.container === '' ? null : subject.container,
      name: subject?.name ?? null,
      stack: subject?.stack ?? null,
      title: what.title,
      quote: cut(what.quote ?? null),
      isPrivate: what.kind === 'appLog',
      incident: what.incident ?? null,
      firstTime: now.time,
      time: now.time,
      count: what.count ?? 1,
      endedAt: null,
    };
    state.toldAt = now.monotonic;
    this.#options.onTold(state.notice, rule);
  }

  #state({ rule }: AlertRule, subject: AlertSubject | null): State {
    // By the container, not its name: one that was made anew is another. A disk has a name alone.
    const key = `${rule} ${subject === null ? '' : subject.container === '' ? subject.name : subject.container}`;
    const known = this.#states.get(key);
    if (known) return known;
    const state: State = {
      notice: undefined,
      toldAt: Number.NEGATIVE_INFINITY,
      found: [],
      since: undefined,
      heardAt: Number.NEGATIVE_INFINITY,
      isHeld: false,
    };
    this.#states.set(key, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > MOST_STATES && oldest !== undefined) this.#states.delete(oldest);
    return state;
  }
}

/** What there is to tell. */
interface What {
  readonly kind: AlertNotice['kind'];
  readonly title: string;
  readonly quote?: string | null;
  readonly incident?: string;
  readonly count?: number;
}

const NO_LOOP: Loop = { restarts: [], hasFailed: false, exitCode: null };

const cut = (quote: string | null): string | null =>
  quote !== null && quote.length > QUOTE ? `${quote.slice(0, QUOTE)}…` : quote;

const isOfKind = <K extends AlertCondition['kind']>(
  rule: AlertRule,
  kind: K,
): rule is AlertRule & { when: Extract<AlertCondition, { kind: K }> } => rule.when.kind === kind;

const subjectOf = ({ engine, container, name, stack }: AlertNotice): AlertSubject | null =>
  container === null && name === null
    ? null
    : { engine, container: container ?? '', name: name ?? '', stack: stack ?? undefined };

/** Whether a rule is about a container. `*` in its pattern stands for any letters; case counts, as in Docker's names. */
export function isMeant(scope: AlertScope, { name, stack }: Pick<AlertSubject, 'name' | 'stack'>): boolean {
  if (scope.by === 'all') return true;
  if (scope.by === 'stack') return stack === scope.stack;
  const [first = '', ...rest] = scope.pattern.split('*');
  if (rest.length === 0) return name === first;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last)) return false;
  // Each part where it first fits: no pattern can take long.
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > name.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
