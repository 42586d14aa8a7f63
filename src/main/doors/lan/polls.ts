import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { stableKey } from '#shared/base/stable-key.ts';
import type { ChannelDef, ZodType } from '#shared/contract/define.ts';
import { channels, isChannel } from '#shared/contract/index.ts';
import { z } from '#shared/contract/zod.ts';
import { AppError, type ErrorShape } from '#shared/protocol/errors.ts';
import { type Message, SOCKET_CREDIT } from '#shared/protocol/link.ts';
import { LinkBase } from '#shared/protocol/link-base.ts';
import type { Batch } from '#shared/protocol/messages.ts';
import type { Caller, Session } from '#main/session/session.ts';
import type { LanDeps } from '#main/doors/lan/lan-deps.ts';

/** `protocol`, poll: counts as a watcher for so long after its last answer. */
const STAY_MS = 30_000;
const MAX_WAIT_S = 25;
/** Polls that one sign-in keeps at once. */
const MAX_POLLS = 50;
/** An answer holds no more than this of JSON text, or one item. */
const MAX_ANSWER_ITEMS = 10_000;

export interface PollQuery {
  readonly params: Record<string, unknown>;
  readonly view: Record<string, unknown>;
  readonly since: { epoch: string; seq: number } | undefined;
  readonly waitMs: number;
}

export interface PollAnswer {
  epoch: string;
  next: number;
  items: unknown[];
  whole?: true;
  dropped?: number | null;
  status?: string;
  end?: { reason: string; error?: ErrorShape };
}

/**
 * Params and view of a poll, flat in the query: `true`, numbers, repeated keys are arrays. What the channel takes as
 * text stays text: a container may be named 1234.
 */
export function readPollQuery(channel: string, query: URLSearchParams): PollQuery {
  const { since_epoch: epoch, since_seq: seq, wait = '0', ...given } = Object.fromEntries(query);
  const waitS = Number(wait);
  if (wait === '' || !(waitS >= 0 && waitS <= MAX_WAIT_S))
    throw new AppError('bad_request', `wait takes 0 to ${MAX_WAIT_S} seconds.`, { field: 'wait' });
  if ((epoch === undefined) !== (seq === undefined))
    throw new AppError('bad_request', 'since_epoch and since_seq belong together.', { field: 'since_epoch' });
  if (seq !== undefined && !/^\d{1,15}$/.test(seq))
    throw new AppError('bad_request', 'since_seq takes the number that the answer before gave as next.', {
      field: 'since_seq',
    });
  const since = epoch === undefined ? undefined : { epoch, seq: Number(seq) };
  if (!isChannel(channel))
    throw new AppError('not_found', `There is no channel "${channel.slice(0, 60)}".`, { field: 'channel' });
  const def: ChannelDef = channels[channel];
  const params: Record<string, unknown> = {};
  const view: Record<string, unknown> = {};
  for (const name of Object.keys(given)) {
    const texts = query.getAll(name);
    const [ofView] = fieldsOf(def.view, name);
    const fields = ofView ? [ofView] : fieldsOf(def.params, name);
    const text: unknown = texts.length > 1 ? texts : texts[0];
    const isText = fields.some((field) => field.safeParse(text).success);
    const value: unknown = isText ? text : texts.length > 1 ? texts.map(readValue) : readValue(texts[0] ?? '');
    (ofView ? view : params)[name] = value;
  }
  return { params, view, since, waitMs: waitS * 1000 };
}

function readValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : text;
}

/** The schemas of a field by its name, in an object or in each of several. */
function fieldsOf(schema: ZodType, name: string): ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => fieldsOf(option as ZodType, name));
  if (!(schema instanceof z.ZodObject)) return [];
  const field: unknown = (schema.shape as Record<string, unknown>)[name];
  return field instanceof z.ZodType ? [field] : [];
}

/** The end of a session that hands over what came since the last poll, and takes more only while one waits. */
class PollLink extends LinkBase {
  answer: PollAnswer = { epoch: '', next: 0, items: [] };
  hasNews = false;
  isAsked = false;
  onNews: () => void = () => undefined;
  readonly #answers = new Map<number, (payload: unknown) => void>();
  #last = 0;

  constructor() {
    super(SOCKET_CREDIT);
  }

  override ready(): boolean {
    return this.isAsked && this.answer.items.length < MAX_ANSWER_ITEMS && !this.answer.whole;
  }

  ask(event: string, payload: unknown): Promise<unknown> {
    this.#last += 1;
    const number = this.#last;
    return new Promise((resolve) => {
      this.#answers.set(number, resolve);
      this.receive({ e: event, p: payload, i: number });
    });
  }

  /** A poll waits: whatever the streams owe comes now. */
  pull(): void {
    this.isAsked = true;
    this.drained();
  }

  protected transmit(message: Message): void {
    if ('a' in message) {
      this.#answers.get(message.a)?.(message.p);
      this.#answers.delete(message.a);
    } else this.#take(message.e, message.p as Partial<Batch> & Record<string, unknown>);
  }

  protected hangUp(): void {
    const error: ErrorShape = { code: 'unauthorized', message: 'This sign-in has ended.' };
    for (const answer of this.#answers.values()) answer({ ok: false, error });
    this.#answers.clear();
    this.onNews();
  }

  #take(event: string, data: Partial<Batch> & Record<string, unknown>): void {
    const { answer } = this;
    if (event === 'connected') return;
    if (event === 'status') {
      if (data['status'] !== 'live') answer.status = String(data['status']);
      return;
    }
    if (event === 'gap') {
      const dropped = data['dropped'] as number | null;
      answer.dropped = dropped === null || answer.dropped === null ? null : (answer.dropped ?? 0) + dropped;
    } else if (event === 'end') {
      const error = data['error'] as ErrorShape | undefined;
      answer.end = { reason: String(data['reason']), ...(error && { error }) };
    } else if (data.whole) {
      answer.whole = true;
      answer.items = [...(data.items ?? [])];
    } else answer.items.push(...(data.items ?? []));
    if (typeof data.next === 'number') answer.next = data.next;
    this.hasNews = true;
    this.onNews();
  }
}

interface Poll {
  readonly link: PollLink;
  readonly session: Session;
  /** What the client has: where the next poll has to go on, or it is a new one. */
  at: { epoch: string; seq: number } | undefined;
  timer: Disposable | undefined;
}

/** Watchers over plain HTTP: each is a session of its own that stays between two polls, so that nothing is lost. */
export class Polls {
  readonly #deps: LanDeps;
  readonly #clock: Clock;
  readonly #all = new Map<string, Poll>();

  constructor(deps: LanDeps) {
    this.#deps = deps;
    this.#clock = deps.clock;
  }

  /** What came since; waits for the first item if there is none. Errors as a subscribe has them. */
  async poll(channel: string, query: PollQuery, caller: Caller, signal: AbortSignal): Promise<PollAnswer> {
    const { params, view, waitMs } = query;
    const key = `${caller.remote?.signIn} ${channel} ${stableKey({ params, view })}`;
    const poll = await this.#find(key, channel, query, caller);
    poll.timer?.dispose();
    poll.link.pull();
    if (waitMs > 0 && !poll.link.hasNews) await this.#news(poll.link, waitMs, signal);
    const { answer } = poll.link;
    poll.link.isAsked = false;
    poll.link.hasNews = false;
    poll.link.answer = { epoch: answer.epoch, next: answer.next, items: [] };
    poll.at = { epoch: answer.epoch, seq: answer.next };
    if (answer.end) this.#end(key, poll);
    else poll.timer = this.#clock.after(STAY_MS, () => this.#end(key, poll));
    return answer;
  }

  dispose(): void {
    for (const [key, poll] of this.#all) this.#end(key, poll);
  }

  async #find(key: string, channel: string, { params, view, since }: PollQuery, caller: Caller): Promise<Poll> {
    const known = this.#all.get(key);
    // The same place: the watcher that stayed goes on. Any other: a new one, which the hub places.
    if (known && since && known.at?.epoch === since.epoch && known.at.seq === since.seq && !known.link.isAsked)
      return known;
    if (known) this.#end(key, known);
    const mine = [...this.#all.keys()].filter((other) => other.startsWith(`${caller.remote?.signIn} `));
    if (mine.length >= MAX_POLLS)
      throw new AppError('too_many', `${MAX_POLLS} polls are kept, the most for one sign-in.`, {
        retryAfterMs: STAY_MS,
      });
    const link = new PollLink();
    const session = this.#deps.sessions.open(link, { caller, transport: 'poll' });
    const poll: Poll = { link, session, at: undefined, timer: undefined };
    this.#all.set(key, poll);
    link.onClose(() => {
      if (this.#all.get(key) === poll) this.#all.delete(key);
    });
    const subscribed = (await link.ask('subscribe', { channel, params, view, since })) as
      | { ok: true; epoch: string; next: number }
      | { ok: false; error: ErrorShape };
    if (!subscribed.ok) {
      this.#end(key, poll);
      throw AppError.fromShape(subscribed.error);
    }
    link.answer = { ...link.answer, epoch: subscribed.epoch, next: Math.max(link.answer.next, subscribed.next) };
    return poll;
  }

  #news(link: PollLink, waitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        link.onNews = () => undefined;
        timer.dispose();
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const timer = this.#clock.after(waitMs, finish);
      link.onNews = finish;
      signal.addEventListener('abort', finish, { once: true });
    });
  }

  #end(key: string, poll: Poll): void {
    poll.timer?.dispose();
    if (this.#all.get(key) === poll) this.#all.delete(key);
    poll.session.dispose();
  }
}
