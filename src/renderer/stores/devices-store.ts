import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { ConnectionsReport, Device } from '#shared/contract/connections.ts';
import type { NetworkRole } from '#shared/contract/pairing.ts';
import type { Viewer } from '#shared/contract/presence.ts';
import type { PresenceStore } from '#renderer/stores/presence-store.ts';
import { failureOf } from '#renderer/stores/is-cancelled.ts';
import { lookWhileOpen } from '#renderer/stores/look-while-open.ts';
import type { Api } from '#renderer/transport/api.ts';

/** Streams come and go without anybody coming or going. */
const LOOK_MS = 5000;
/** Over a shorter time a rate would say more of the moment than of the use. */
const RATE_MS = 2000;

/** Devices that are paired or signed in, and how much of the server they use. */
export class DevicesStore {
  devices: readonly Device[] = [];
  report: ConnectionsReport | undefined = undefined;
  /** Bytes per second over all sockets, between the last two looks; undefined until there were two. */
  sentRate: number | undefined = undefined;
  isLoaded = false;
  error: string | undefined = undefined;
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #presence: PresenceStore;
  #sent: { bytes: number; at: number } | undefined;

  constructor(api: Api, clock: Clock, presence: PresenceStore) {
    this.#api = api;
    this.#clock = clock;
    this.#presence = presence;
    makeAutoObservable(this, { devices: observableRef, report: observableRef });
  }

  /** While they are on screen. */
  open(): Disposable {
    return lookWhileOpen(
      this.#clock,
      LOOK_MS,
      () => this.#presence.viewers,
      () => void this.load(),
    );
  }

  /** Connected first, then by name. */
  get sorted(): readonly Device[] {
    return [...this.devices].sort(
      (a, b) => Number(b.connections > 0) - Number(a.connections > 0) || a.device.localeCompare(b.device),
    );
  }

  get connectedCount(): number {
    return this.devices.filter(({ connections }) => connections > 0).length;
  }

  /** Who it is among those that are here now. */
  viewersOf(device: Device): readonly Viewer[] {
    return this.#presence.connected.filter(({ user }) => user === device.user);
  }

  /** ms there and back for the nearest of a device's connections; undefined: not measured. */
  roundTripOf(device: Device): number | undefined {
    const all = this.report?.connections.filter(({ user }) => user === device.user) ?? [];
    const known = all.flatMap(({ roundTripMs }) => roundTripMs ?? []);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  async load(): Promise<void> {
    try {
      const [{ devices }, report] = await Promise.all([
        this.#api.call('devices.list', {}),
        this.#api.call('connections.list', {}),
      ]);
      runInAction(() => {
        this.devices = devices;
        this.report = report;
        this.#measure(report.totals.bytesSent);
        this.isLoaded = true;
        this.error = undefined;
      });
    } catch (error) {
      runInAction(() => (this.error = (error as Error).message));
    }
  }

  async setRole(id: string, role: NetworkRole): Promise<void> {
    await this.#act(() => this.#api.call('devices.update', { id, role }));
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#act(() => this.#api.call('devices.update', { id, name }));
  }

  async revoke(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#act(() => this.#api.call('devices.revoke', { id }));
  }

  #measure(bytes: number): void {
    const at = this.#clock.monotonic();
    const before = this.#sent;
    if (before && at - before.at < RATE_MS) return;
    // A server that was started again counts from nothing.
    if (before && bytes >= before.bytes) this.sentRate = ((bytes - before.bytes) * 1000) / (at - before.at);
    this.#sent = { bytes, at };
  }

  async #act(work: () => Promise<unknown>): Promise<void> {
    const failed = await failureOf(work);
    await this.load();
    if (failed !== undefined) runInAction(() => (this.error = failed));
  }
}
