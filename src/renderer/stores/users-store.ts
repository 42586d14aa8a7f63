import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { CallIn } from '#shared/contract/index.ts';
import type { LastingToken } from '#shared/contract/tokens.ts';
import type { User } from '#shared/contract/users.ts';
import { failureOf } from '#renderer/stores/is-cancelled.ts';
import { lookWhileOpen } from '#renderer/stores/look-while-open.ts';
import type { SessionStore } from '#renderer/stores/session-store.ts';
import type { Api } from '#renderer/transport/api.ts';

/** Another admin may change them meanwhile; nothing tells. */
const LOOK_MS = 10_000;

/** Who comes in by a password, and which scripts by a lasting token. An admin's affair. */
export class UsersStore {
  users: readonly User[] = [];
  tokens: readonly LastingToken[] = [];
  isLoaded = false;
  error: string | undefined = undefined;
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #session: SessionStore;

  constructor(api: Api, clock: Clock, session: SessionStore) {
    this.#api = api;
    this.#clock = clock;
    this.#session = session;
    makeAutoObservable(this, { users: observableRef, tokens: observableRef });
  }

  /** While they are on screen. */
  open(): Disposable {
    return lookWhileOpen(
      this.#clock,
      LOOK_MS,
      () => this.canSee,
      () => void this.load(),
    );
  }

  get canSee(): boolean {
    return this.#session.can('users.list') && this.#session.can('tokens.list');
  }

  async load(): Promise<void> {
    if (!this.canSee) return;
    try {
      const [{ users }, { tokens }] = await Promise.all([
        this.#api.call('users.list', {}),
        this.#api.call('tokens.list', {}),
      ]);
      runInAction(() => {
        this.users = users.toSorted((a, b) => a.name.localeCompare(b.name));
        this.tokens = tokens.toSorted((a, b) => a.name.localeCompare(b.name));
        this.isLoaded = true;
        this.error = undefined;
      });
    } catch (error) {
      runInAction(() => (this.error = (error as Error).message));
    }
  }

  /** Rejects with the AppError; its `field` is "name" or "password" where one is to blame. */
  async add(user: CallIn<'users.create'>): Promise<void> {
    await this.#api.call('users.create', user);
    await this.load();
  }

  /** Rejects as `add` does. */
  async setPassword(name: string, password: string): Promise<void> {
    await this.#api.call('users.update', { name, password });
    await this.load();
  }

  /** Role, disabled or not; what could not be done is in `error`. */
  async change(change: Omit<CallIn<'users.update'>, 'password'>): Promise<void> {
    await this.#act(() => this.#api.call('users.update', change));
  }

  async remove(name: string): Promise<void> {
    await this.#act(() => this.#api.call('users.remove', { name }));
  }

  /** The token itself, which nobody is told again. Rejects with the AppError. */
  async makeToken(wish: CallIn<'tokens.create'>): Promise<string> {
    const { token } = await this.#api.call('tokens.create', wish);
    await this.load();
    return token;
  }

  async revokeToken(id: string): Promise<void> {
    await this.#act(() => this.#api.call('tokens.revoke', { id }));
  }

  async #act(work: () => Promise<unknown>): Promise<void> {
    const failed = await failureOf(work);
    await this.load();
    if (failed !== undefined) runInAction(() => (this.error = failed));
  }
}
