import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AlertEngine, type Moment } from '#main/alerts/alert-engine.ts';
import { AlertFeeds, type AlertFeedsDeps } from '#main/alerts/alert-feeds.ts';
import { DEFAULT_RULES } from '#main/alerts/default-rules.ts';
import { KeptFile } from '#main/alerts/kept-file.ts';
import { linesFault } from '#main/alerts/line-rule.ts';
import { postWebhook, urlFault, type WebhookAnswer, type WebhookTarget } from '#main/alerts/webhook-post.ts';
import { Webhooks } from '#main/alerts/webhooks.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import {
  type AlertNotice,
  type AlertRule,
  alertNotice,
  alertRule,
  type WebhookChange,
} from '#shared/contract/alerts.ts';
import type { Call } from '#shared/contract/index.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { AppError } from '#shared/protocol/errors.ts';

const MOST_RULES = 100;
const MOST_NOTICES = 200;
const KEPT_MS = 30 * 86_400_000;
/** What is only counted on is told and written so often: a log may have thousands of such lines a second. */
const COUNTED_MS = 1000;

/** Addresses and secrets of webhooks, by rule. */
const targets = z.record(z.string(), z.object({ url: z.string(), secret: z.string().nullable() }));
type Targets = z.infer<typeof targets>;

export interface AlertsDeps extends AlertFeedsDeps {
  /** Where rules and notices outlive the program; '' keeps none. */
  readonly folder: string;
  newId(): string;
  /** Kept as other secrets are. */
  readonly secrets: { text(): Promise<string | undefined>; keep(text: string): Promise<void> };
  /** The system's own notification; absent where nobody sits before this program. */
  readonly notify?: ((notice: AlertNotice) => void) | undefined;
}

/** The alert rules, what they told, and the ways it is told. */
export class Alerts {
  readonly #deps: AlertsDeps;
  readonly #engine: AlertEngine;
  readonly #feeds: AlertFeeds;
  readonly #webhooks: Webhooks;
  readonly #ruleFile: KeptFile<AlertRule[]>;
  readonly #noticeFile: KeptFile<AlertNotice[]>;
  readonly #rulesChanged = new Emitter<void>();
  readonly #noticed = new Emitter<AlertNotice>();
  readonly #counted = new Map<string, AlertNotice>();
  readonly #loaded: Promise<void>;
  #rules: readonly AlertRule[] = [];
  #notices: readonly AlertNotice[] = [];
  #timer: Disposable | undefined;
  #changing: Promise<unknown>;
  #isOver = false;

  constructor(deps: AlertsDeps) {
    this.#deps = deps;
    const { clock, folder, log, newId } = deps;
    const file = (name: string): string => (folder === '' ? '' : join(folder, name));
    this.#ruleFile = new KeptFile(file('rules.json'), z.array(alertRule), log);
    this.#noticeFile = new KeptFile(file('notices.json'), z.array(alertNotice), log);
    this.#engine = new AlertEngine({
      newId,
      onTold: (notice, rule) => this.#told(notice, rule),
      onChanged: (notice) => this.#count(notice),
    });
    this.#feeds = new AlertFeeds(deps, this.#engine);
    this.#webhooks = new Webhooks({
      clock,
      post: (target, message, signal) => postWebhook(target, message, clock, signal),
      targetOf: (rule) => this.#targetOf(rule),
      onDone: (rule, answer) => this.#answered(rule, answer),
      warn: log.warn,
    });
    this.#loaded = this.#load();
    this.#changing = this.#loaded;
  }

  /** Settles when what was kept is known. */
  whenLoaded(): Promise<void> {
    return this.#loaded;
  }

  rules(): readonly AlertRule[] {
    return this.#rules;
  }

  /** Newest first. */
  notices(): readonly AlertNotice[] {
    return this.#notices;
  }

  onRules(listener: () => void): Disposable {
    return this.#rulesChanged.on(listener);
  }

  onNotice(listener: (notice: AlertNotice) => void): Disposable {
    return this.#noticed.on(listener);
  }

  /** Told of each sample that anybody is shown. */
  sample(sample: StatsSample): void {
    this.#feeds.sample(sample);
  }

  /** Throws `bad_request` with its field, `not_found`, `too_many`. */
  set(change: Call<'alerts.set'>): Promise<AlertRule> {
    return this.#next(() => this.#set(change));
  }

  /** Throws `not_found`. */
  remove(id: string): Promise<void> {
    return this.#next(async () => {
      const rule = this.#find(id);
      if (rule.webhook) await this.#dropTarget(await this.#targets(true), id);
      this.#setRules(this.#rules.filter((one) => one.rule !== id));
      await this.#ruleFile.write([...this.#rules]);
    });
  }

  /** Sends one message, once; what is left out of the address is taken from the rule's. Throws as `set`. */
  async test({ rule: id, webhook }: Call<'alerts.test'>, signal: AbortSignal): Promise<WebhookAnswer> {
    await this.#loaded;
    const rule = id === undefined ? undefined : this.#find(id);
    const known = rule?.webhook ? (await this.#targets(true))[rule.rule] : undefined;
    const target = targetFrom(webhook, known);
    const { clock, newId } = this.#deps;
    const notice = newId();
    const body = JSON.stringify({
      version: 1,
      kind: 'test',
      id: notice,
      time: new Date(clock.now()).toISOString(),
      machine: hostname(),
      text: 'A test of Quayside: notices come here.',
    });
    return postWebhook(target, { id: notice, body }, clock, signal);
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await this.#loaded;
    this.#feeds.dispose();
    await this.#webhooks.close();
    this.#flush();
    this.#rulesChanged.clear();
    this.#noticed.clear();
    await Promise.all([this.#ruleFile.flush(), this.#noticeFile.flush()]);
  }

  async #load(): Promise<void> {
    const [rules, notices] = await Promise.all([this.#ruleFile.read(), this.#noticeFile.read()]);
    // What lasted when the program ended is over as far as it is known.
    const over = (notices ?? []).map((one) => (isLasting(one) ? { ...one, endedAt: one.time } : one));
    this.#notices = [...this.#notices, ...over];
    if (this.#isOver) return;
    this.#setRules(rules ?? DEFAULT_RULES);
    this.#engine.remember(this.#notices, this.#now());
  }

  async #set({ rule: id, webhook, ...rest }: Call<'alerts.set'>): Promise<AlertRule> {
    const before = id === undefined ? undefined : this.#find(id);
    if (!before && this.#rules.length >= MOST_RULES)
      throw new AppError('too_many', `${MOST_RULES} alert rules are the most. Remove one to make another.`);
    const ruleId = before?.rule ?? this.#deps.newId();
    const known = await this.#targets(webhook !== null || before?.webhook != null);
    const target = webhook && targetFrom(webhook, known[ruleId]);
    const rule: AlertRule = {
      rule: ruleId,
      ...rest,
      webhook: target && {
        host: new URL(target.url).host,
        allowsLocal: target.allowsLocal,
        hasSecret: target.secret !== null,
        last: before?.webhook?.last ?? null,
      },
    };
    const fault = linesFault(rule);
    if (fault !== undefined) throw new AppError('bad_request', fault, { field: 'when.text' });
    if (target) await this.#keepTargets({ ...known, [ruleId]: { url: target.url, secret: target.secret } });
    else if (known[ruleId]) await this.#dropTarget(known, ruleId);
    this.#setRules(before ? this.#rules.map((one) => (one.rule === ruleId ? rule : one)) : [...this.#rules, rule]);
    await this.#ruleFile.write([...this.#rules]);
    return rule;
  }

  /** One change after the other: each reads what the one before it wrote. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#changing.then(work);
    this.#changing = next.catch(() => undefined);
    return next;
  }

  #now(): Moment {
    const { clock } = this.#deps;
    return { monotonic: clock.monotonic(), time: new Date(clock.now()).toISOString() };
  }

  #find(id: string): AlertRule {
    const found = this.#rules.find((one) => one.rule === id);
    if (!found) throw new AppError('not_found', 'There is no such alert rule.', { field: 'rule' });
    return found;
  }

  #setRules(rules: readonly AlertRule[]): void {
    this.#rules = rules;
    this.#engine.setRules(rules, this.#now());
    this.#feeds.setRules(rules);
    this.#rulesChanged.fire();
  }

  #told(notice: AlertNotice, rule: AlertRule): void {
    this.#put(notice);
    void this.#noticeFile.write([...this.#notices]);
    if (rule.isShown) this.#deps.notify?.(notice);
    if (rule.webhook) this.#webhooks.send(rule.rule, { id: notice.notice, body: JSON.stringify(bodyOf(notice)) });
  }

  #count(notice: AlertNotice): void {
    this.#counted.set(notice.notice, notice);
    this.#timer ??= this.#deps.clock.after(COUNTED_MS, () => this.#flush());
  }

  #flush(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#counted.size === 0) return;
    for (const notice of this.#counted.values()) this.#put(notice);
    this.#counted.clear();
    void this.#noticeFile.write([...this.#notices]);
  }

  #put(notice: AlertNotice): void {
    const oldest = new Date(this.#deps.clock.now() - KEPT_MS).toISOString();
    this.#notices = [notice, ...this.#notices.filter((one) => one.notice !== notice.notice)]
      .filter(({ time }) => time >= oldest)
      .slice(0, MOST_NOTICES);
    this.#noticed.fire(notice);
  }

  #answered(id: string, { isDelivered, message }: WebhookAnswer): void {
    const time = new Date(this.#deps.clock.now()).toISOString();
    this.#rules = this.#rules.map((one) =>
      one.rule === id && one.webhook
        ? { ...one, webhook: { ...one.webhook, last: { time, isDelivered, message } } }
        : one,
    );
    this.#rulesChanged.fire();
    void this.#ruleFile.write([...this.#rules]);
  }

  async #targetOf(id: string): Promise<WebhookTarget | undefined> {
    const rule = this.#rules.find((one) => one.rule === id);
    if (!rule?.webhook) return undefined;
    const found = (await this.#targets(true))[id];
    return found && { ...found, allowsLocal: rule.webhook.allowsLocal };
  }

  /** The secrets are opened only for a rule that has a webhook: the program's start does without them. */
  async #targets(isNeeded: boolean): Promise<Targets> {
    const text = isNeeded ? await this.#deps.secrets.text() : undefined;
    return text === undefined ? {} : targets.catch({}).parse(JSON.parse(text));
  }

  #keepTargets(value: Targets): Promise<void> {
    return this.#deps.secrets.keep(JSON.stringify(value));
  }

  #dropTarget(known: Targets, id: string): Promise<void> {
    return this.#keepTargets(Object.fromEntries(Object.entries(known).filter(([rule]) => rule !== id)));
  }
}

const isLasting = ({ kind, endedAt }: AlertNotice): boolean =>
  endedAt === null && (kind === 'cpu' || kind === 'memory' || kind === 'disk' || kind === 'loop');

/** What a webhook is sent. `text` is a sentence, as chat programs show it. */
function bodyOf(notice: AlertNotice): Record<string, unknown> {
  const { title, quote, container, name, stack, count, time, kind, incident } = notice;
  return {
    version: 1,
    kind: 'notice',
    id: notice.notice,
    time,
    machine: hostname(),
    rule: { id: notice.rule, name: notice.ruleName },
    reason: kind,
    text: `${notice.ruleName}: ${title}`,
    quote,
    count,
    container: container === null ? null : { id: container, name, stack },
    incident,
  };
}

function targetFrom({ url, secret, allowsLocal }: WebhookChange, known: Targets[string] | undefined): WebhookTarget {
  const address = url === undefined || url === '' ? known?.url : url;
  if (address === undefined) throw new AppError('bad_request', "Give the webhook's address.", { field: 'webhook.url' });
  const fault = urlFault(address, allowsLocal);
  if (fault !== undefined) throw new AppError('bad_request', fault, { field: 'webhook.url' });
  return { url: address, secret: secret === undefined ? (known?.secret ?? null) : secret, allowsLocal };
}
