import { makeAutoObservable, observableRef, reaction } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { AlertNotice, AlertRule, WebhookChange } from '#shared/contract/alerts.ts';
import type { CallIn, Result } from '#shared/contract/index.ts';
import type { AppError } from '#shared/protocol/errors.ts';
import type { Api } from '#renderer/transport/api.ts';
import type { SessionStore } from '#renderer/stores/session-store.ts';

export type AlertChange = CallIn<'alerts.set'>;
export type WebhookTest = Result<'alerts.test'>;

/** The alert rules, and what they told. */
export class AlertsStore {
  rules: readonly AlertRule[] | undefined = undefined;
  /** Newest first. */
  notices: readonly AlertNotice[] = [];
  error: AppError | undefined = undefined;
  readonly #api: Api;
  readonly #session: SessionStore;

  constructor(api: Api, session: SessionStore) {
    this.#api = api;
    this.#session = session;
    makeAutoObservable(this, {
      rules: observableRef,
      notices: observableRef,
      error: observableRef,
      open: false,
      look: false,
      save: false,
      test: false,
    });
  }

  /** What was told, for as long as the window is there. */
  open(): Disposable {
    return this.#api.subscribe(
      'alert:notices',
      {},
      { onWhole: ({ notices }) => this.setNotices(notices), onItems: (items) => this.take(items) },
    );
  }

  /** The rules, while somebody looks at them; for those who may. */
  look(): Disposable {
    let following: Disposable | undefined;
    const stop = reaction(
      () => this.#session.can('alerts.set'),
      (isAllowed) => {
        following?.dispose();
        following = isAllowed ? this.#follow() : undefined;
      },
      { fireImmediately: true },
    );
    return toDisposable(() => {
      stop();
      following?.dispose();
    });
  }

  /** What was told of an incident by a rule. */
  toldOf(incident: string): AlertNotice | undefined {
    return this.notices.find((one) => one.incident === incident);
  }

  /** What is in Activity by itself, and not with the incident it tells of. */
  get ownNotices(): readonly AlertNotice[] {
    return this.notices.filter(({ incident }) => incident === null);
  }

  save(change: AlertChange): Promise<AlertRule> {
    return this.#api.call('alerts.set', change);
  }

  /** What goes wrong is in `error`. */
  async switchTo(rule: AlertRule, isOn: boolean): Promise<void> {
    await this.#act(() => this.save({ ...changeOf(rule), isOn }));
  }

  async remove({ rule }: AlertRule): Promise<void> {
    await this.#act(() => this.#api.call('alerts.remove', { rule }));
  }

  test(webhook: WebhookChange, rule: string | undefined): Promise<WebhookTest> {
    return this.#api.call('alerts.test', { webhook, ...(rule === undefined ? {} : { rule }) });
  }

  setRules(rules: readonly AlertRule[]): void {
    this.rules = rules;
    this.error = undefined;
  }

  setNotices(notices: readonly AlertNotice[]): void {
    this.notices = notices;
  }

  setError(error: AppError | undefined): void {
    this.error = error;
  }

  take(items: readonly AlertNotice[]): void {
    for (const item of items) this.notices = [item, ...this.notices.filter((one) => one.notice !== item.notice)];
  }

  async #act(work: () => Promise<unknown>): Promise<void> {
    this.setError(undefined);
    try {
      await work();
    } catch (thrown) {
      this.setError(thrown as AppError);
    }
  }

  #follow(): Disposable {
    return this.#api.subscribe(
      'alert:rules',
      {},
      {
        onWhole: ({ rules }) => this.setRules(rules),
        onItems: (items) => items.forEach(({ rules }) => this.setRules(rules)),
        onStatus: ({ error }) => error && this.setError(error),
      },
    );
  }
}

/** A rule as it is set; its webhook stays where and as it is. */
export function changeOf({ webhook, ...rule }: AlertRule): AlertChange {
  return { ...rule, webhook: webhook && { allowsLocal: webhook.allowsLocal } };
}
