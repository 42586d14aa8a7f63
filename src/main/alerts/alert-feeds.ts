import { AskedStops } from '#main/incidents/asked-stops.ts';
import type { EngineEvent } from '#main/engine/engine-json.ts';
import type { Engines } from '#main/engine/engines.ts';
import type { Log } from '#main/engine/engine.ts';
import type { Incidents } from '#main/incidents/incidents.ts';
import type { Hub } from '#main/hub/hub.ts';
import { followStream } from '#main/hub/follow-stream.ts';
import { type AlertEngine, type AlertSubject, isMeant, type Moment } from '#main/alerts/alert-engine.ts';
import { LineRule } from '#main/alerts/line-rule.ts';
import type { Clock } from '#shared/base/clock.ts';
import { type Disposable, DisposableStore } from '#shared/base/disposable.ts';
import type { AlertRule } from '#shared/contract/alerts.ts';
import type { AppLogEntry } from '#shared/contract/app-log.ts';
import type { Container } from '#shared/contract/containers.ts';
import { isPrivateLog } from '#shared/contract/logs.ts';
import type { StatsSample } from '#shared/contract/stats.ts';
import { openChunk } from '#shared/lines/chunk.ts';

const ENGINE = 'default';
/** As of the kept logs: each costs a request that stays open. */
const MOST_LOGS = 300;
const DISK_MS = 30_000;
/** The lines of a container that is new since its log is looked for. */
const NEW_TAIL = 1000;

export interface AlertFeedsDeps {
  readonly engines: Engines;
  readonly hub: Pick<Hub, 'subscribe'>;
  readonly clock: Clock;
  readonly incidents: Pick<Incidents, 'onChange'>;
  readonly appLog: { onEntry(listener: (entry: AppLogEntry) => void): Disposable };
  /** How full the file systems are that count, by a folder of each. */
  diskShares(): Promise<readonly { readonly mount: string; readonly percent: number }[]>;
  readonly log: Log;
}

/** What a log of Quayside itself tells of alerts is no reason for an alert: it would never end. */
export const ALERTS_SOURCE = 'alerts';

/**
 * Brings to the rules what they ask for, and asks for nothing else: Docker's events are there anyway; a log is followed
 * while a rule looks at it, figures are measured while a rule counts them, always through the hub like any other watcher.
 */
export class AlertFeeds implements Disposable {
  readonly #deps: AlertFeedsDeps;
  readonly #engine: AlertEngine;
  readonly #asked = new AskedStops();
  readonly #store = new DisposableStore();
  readonly #logs = new Map<string, Disposable>();
  #rules: readonly LineRule[] = [];
  #appRules: readonly LineRule[] = [];
  /** Containers that were there when logs began to be followed: their old lines are no news. */
  #old: Set<string> | undefined;
  #listing: Disposable | undefined;
  #sweep: Disposable | undefined;
  #disk: Disposable | undefined;

  constructor(deps: AlertFeedsDeps, engine: AlertEngine) {
    this.#deps = deps;
    this.#engine = engine;
    const { engines, incidents, appLog } = deps;
    this.#store.add(engines.events().onEvent((event) => this.#event(event)));
    this.#store.add(incidents.onChange((incident) => engine.incident(incident, this.#now())));
    this.#store.add(appLog.onEntry((entry) => this.#entry(entry)));
    this.#store.add(
      engines.onChanged(() => {
        this.#stopLogs();
        this.#followLogs();
      }),
    );
  }

  /** Follows what these rules need, and no more. */
  setRules(rules: readonly AlertRule[]): void {
    const on = rules.filter(({ isOn }) => isOn);
    this.#rules = this.#compiled(on, 'log');
    this.#appRules = this.#compiled(on, 'appLog');
    this.#followLogs();
    this.#followStats(on.some(({ when }) => when.kind === 'stats'));
    this.#followDisk(on.some(({ when }) => when.kind === 'disk'));
  }

  /** Told of each sample that anybody is shown. */
  sample({ container, cpuPercent, memoryPercent }: StatsSample): void {
    if (!this.#sweep) return;
    const known = this.#container(container);
    if (known) this.#engine.sample(subjectOf(known), { cpu: cpuPercent, memory: memoryPercent }, this.#now());
  }

  dispose(): void {
    this.#store.dispose();
    this.#stopLogs();
    this.#sweep?.dispose();
    this.#disk?.dispose();
  }

  #now(): Moment {
    const { clock } = this.#deps;
    return { monotonic: clock.monotonic(), time: new Date(clock.now()).toISOString() };
  }

  #container(id: string): Container | undefined {
    return this.#deps.engines
      .containers(ENGINE)
      .all()
      .find((one) => one.id === id);
  }

  #event(event: EngineEvent): void {
    if (event.type !== 'container' || this.#deps.engines.get().isSimulated) return;
    const { id, action, attributes } = event;
    const isAsked = this.#asked.hear(event);
    const subject: AlertSubject = {
      engine: ENGINE,
      container: id,
      name: attributes['name'] ?? id.slice(0, 12),
      stack: attributes['com.docker.compose.project'],
    };
    if (action === 'die') {
      const exitCode = Number(attributes['exitCode'] ?? Number.NaN);
      this.#engine.ended(subject, Number.isNaN(exitCode) ? null : exitCode, isAsked);
    } else if (action === 'start') this.#engine.started(subject, this.#now());
    else if (action === 'destroy') this.#engine.removed(subject, this.#now());
  }

  #entry(entry: AppLogEntry): void {
    if (entry.source === ALERTS_SOURCE) return;
    for (const found of this.#appRules)
      if (found.fits(entry)) this.#engine.line(found.rule, null, `${entry.source}: ${entry.message}`, this.#now());
  }

  #compiled(rules: readonly AlertRule[], kind: 'log' | 'appLog'): LineRule[] {
    return rules.flatMap((rule) => {
      if (rule.when.kind !== kind) return [];
      try {
        return [new LineRule(rule)];
      } catch (thrown) {
        this.#deps.log.warn('an alert rule cannot be used', { rule: rule.name, thrown });
        return [];
      }
    });
  }

  #followLogs(): void {
    const { engines, log } = this.#deps;
    if (this.#rules.length === 0) return this.#stopLogs();
    if (!this.#listing) {
      const containers = engines.containers(ENGINE);
      this.#listing = containers.onChange(() => this.#reconcile());
      // While the engine is away this fails; its return lists anew.
      containers.sync().catch((thrown: unknown) => log.debug('the containers are not known yet', { thrown }));
    }
    this.#reconcile();
  }

  #reconcile(): void {
    const containers = this.#deps.engines.containers(ENGINE);
    const all = containers.all();
    if (containers.isSynced) this.#old ??= new Set(all.map(({ id }) => id));
    const wanted = new Map<string, Container>();
    for (const one of all)
      if (wanted.size < MOST_LOGS && this.#rules.some(({ rule }) => isMeant(rule.containers, one)))
        wanted.set(one.id, one);
    for (const [id, following] of this.#logs) {
      // The stream of one that was removed gives its last lines and ends by itself.
      if (wanted.has(id) || !all.some((one) => one.id === id)) continue;
      this.#logs.delete(id);
      following.dispose();
    }
    for (const [id, container] of wanted) if (!this.#logs.has(id)) this.#logs.set(id, this.#followLog(container));
  }

  #followLog(container: Container): Disposable {
    const { hub, clock, log } = this.#deps;
    const isNew = this.#old !== undefined && !this.#old.has(container.id);
    return followStream({
      hub,
      clock,
      channel: 'logs:stream',
      params: { engine: ENGINE, container: container.id },
      view: { tail: isNew ? NEW_TAIL : 0 },
      onPacked: (packed) => this.#lines(this.#container(container.id) ?? container, packed),
      onFailed: (thrown) => log.debug('a log cannot be looked at', { container: container.name, thrown }),
      onRemoved: () => this.#logs.delete(container.id),
    });
  }

  #lines(container: Container, packed: Uint8Array): void {
    const chunk = openChunk(packed);
    const subject = subjectOf(container);
    const isPrivate = isPrivateLog(container.labels);
    for (const found of this.#rules) {
      if (!isMeant(found.rule.containers, subject)) continue;
      // A log that is private is quoted nowhere: not in Activity, and not to whoever a webhook leads to.
      for (const text of found.found(chunk))
        this.#engine.line(found.rule, subject, isPrivate ? null : text, this.#now());
    }
  }

  #stopLogs(): void {
    this.#listing?.dispose();
    this.#listing = this.#old = undefined;
    for (const following of this.#logs.values()) following.dispose();
    this.#logs.clear();
  }

  /** The sweep as any other watcher has it; its samples come to `sample`, as all do. */
  #followStats(isWanted: boolean): void {
    if (!isWanted) {
      this.#sweep?.dispose();
      this.#sweep = undefined;
      return;
    }
    const { hub, clock, log } = this.#deps;
    this.#sweep ??= followStream({
      hub,
      clock,
      channel: 'docker:stats',
      params: { engine: ENGINE, all: true },
      view: { points: 0 },
      onFailed: (thrown) => log.debug('containers are not measured', { thrown }),
    });
  }

  #followDisk(isWanted: boolean): void {
    if (!isWanted) {
      this.#disk?.dispose();
      this.#disk = undefined;
      return;
    }
    if (this.#disk) return;
    const { clock, diskShares, log } = this.#deps;
    let isOver = false;
    let timer: Disposable | undefined;
    const look = (): void => {
      diskShares()
        .then((shares) => {
          if (!isOver) for (const { mount, percent } of shares) this.#engine.disk(mount, percent, this.#now());
        })
        .catch((thrown: unknown) => log.debug('how full the disk is is not known', { thrown }))
        .finally(() => {
          if (!isOver) timer = clock.after(DISK_MS, look);
        });
    };
    this.#disk = {
      dispose: () => {
        isOver = true;
        timer?.dispose();
      },
    };
    look();
  }
}

const subjectOf = ({ id, name, stack }: Container): AlertSubject => ({ engine: ENGINE, container: id, name, stack });
