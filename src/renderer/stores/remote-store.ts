import { makeAutoObservable, observableRef, reaction, runInAction } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import type { CallIn, Result } from '#shared/contract/index.ts';
import type { PairingState } from '#shared/contract/pairing.ts';
import type { RemoteState } from '#shared/contract/remote.ts';
import type { ConnectionStore } from '#renderer/stores/connection-store.ts';
import { isCancelled } from '#renderer/stores/is-cancelled.ts';
import { lastOf } from '#shared/client/last-of.ts';
import type { SessionStore } from '#renderer/stores/session-store.ts';
import type { SettingsStore } from '#renderer/stores/settings-store.ts';
import type { Api } from '#renderer/transport/api.ts';

export type PairingCode = Result<'pairing.create'>;
export type Network = Result<'remote.addresses'>['addresses'][number];

const NO_PAIRING: PairingState = { open: null, asking: [] };

/** The second door: whether it is open, where, and who asks to come in. */
export class RemoteStore {
  /** Known in the window only; a browser that is here knows that it is open. */
  state: RemoteState | undefined = undefined;
  pairing: PairingState = NO_PAIRING;
  /** The code that this page made; the server tells none again. */
  code: PairingCode | undefined = undefined;
  networks: readonly Network[] = [];
  isBusy = false;
  error: string | undefined = undefined;
  codeError: string | undefined = undefined;
  readonly #api: Api;
  readonly #session: SessionStore;
  readonly #settings: SettingsStore;
  readonly #connection: ConnectionStore;

  constructor(api: Api, session: SessionStore, settings: SettingsStore, connection: ConnectionStore) {
    this.#api = api;
    this.#session = session;
    this.#settings = settings;
    this.#connection = connection;
    makeAutoObservable(this, { state: observableRef, pairing: observableRef, code: observableRef });
  }

  /** It can be turned on and off by this page: the settings that it follows are the window's. */
  get isOurs(): boolean {
    return !this.#connection.isBrowser && this.#session.can('remote.start');
  }

  /** Only where the computer itself is: what the engine's own may do, a role over the network may not. */
  get canMakeAdmins(): boolean {
    return this.#session.can('remote.start');
  }

  get isOn(): boolean {
    return this.#connection.isBrowser || this.state?.state === 'on';
  }

  /** As long as the page is: somebody may ask to be let in while another screen is shown. */
  open(): Disposable {
    let state: Disposable | undefined;
    let pairing: Disposable | undefined;
    const stopState = reaction(
      () => this.isOurs,
      (isOurs) => {
        state?.dispose();
        state = isOurs ? this.#watchState() : undefined;
      },
      { fireImmediately: true },
    );
    // While the door is shut nobody can ask, and the secrets need not be read.
    const stopPairing = reaction(
      () => this.isOn && this.#session.can('pairing.answer'),
      (canAnswer) => {
        pairing?.dispose();
        pairing = canAnswer ? this.#watchPairing() : undefined;
        if (!canAnswer) this.setPairing(NO_PAIRING);
      },
      { fireImmediately: true },
    );
    return toDisposable(() => {
      stopState();
      stopPairing();
      state?.dispose();
      pairing?.dispose();
    });
  }

  setState(state: RemoteState): void {
    this.state = state;
    this.error = state.state === 'off' && state.error ? wordsOf(state.error) : undefined;
  }

  setPairing(pairing: PairingState): void {
    this.pairing = pairing;
    // Used up, wrong too often, or made anew by somebody else.
    if (!pairing.open || (this.code && pairing.open.expiresAt !== this.code.expiresAt)) this.code = undefined;
  }

  async loadNetworks(): Promise<void> {
    if (!this.isOurs) return;
    const { addresses } = await this.#api.call('remote.addresses', {});
    runInAction(() => (this.networks = addresses));
  }

  start(): Promise<void> {
    return this.#start({});
  }

  stop(): Promise<void> {
    return this.#act(async () => void (await this.#api.call('remote.stop', {})));
  }

  /** Where it listens; what is open is opened anew there. */
  async move(to: CallIn<'remote.start'>): Promise<void> {
    if (this.state?.state === 'on') return this.#start(to);
    const { host, port } = to;
    await this.#settings.set({
      ...(host === undefined ? {} : { remoteHost: host }),
      ...(port === undefined ? {} : { remotePort: port }),
    });
  }

  async makeCode(wish: CallIn<'pairing.create'>): Promise<void> {
    runInAction(() => (this.codeError = undefined));
    try {
      const code = await this.#api.call('pairing.create', wish);
      runInAction(() => (this.code = code));
    } catch (error) {
      if (!isCancelled(error)) runInAction(() => (this.codeError = wordsOf(error as Error)));
    }
  }

  async endCode(): Promise<void> {
    await this.#api.call('pairing.cancel', {}).catch(() => undefined); // it has ended already
    runInAction(() => (this.code = undefined));
  }

  async answer(request: string, allow: boolean): Promise<void> {
    // One that no longer waits has gone from the list by itself.
    await this.#api.call('pairing.answer', { request, allow }).catch(() => undefined);
  }

  #start(to: CallIn<'remote.start'>): Promise<void> {
    return this.#act(async () => void (await this.#api.call('remote.start', to)));
  }

  async #act(work: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.error = undefined;
    try {
      await work();
    } catch (error) {
      if (!isCancelled(error)) runInAction(() => (this.error = wordsOf(error as Error)));
    } finally {
      runInAction(() => (this.isBusy = false));
    }
  }

  #watchState(): Disposable {
    return this.#api.subscribe(
      'remote:access',
      {},
      lastOf((state) => this.setState(state)),
    );
  }

  #watchPairing(): Disposable {
    return this.#api.subscribe(
      'pairing:requests',
      {},
      lastOf((state) => this.setPairing(state)),
    );
  }
}

const wordsOf = (error: { message: string; hint?: string | undefined }): string =>
  error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
