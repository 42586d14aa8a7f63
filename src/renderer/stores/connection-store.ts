import { makeAutoObservable, observableRef } from 'mobx';
import { type Disposable, toDisposable } from '#shared/base/disposable.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { UPLOAD_ORIGIN } from '#shared/protocol/upload-origin.ts';
import { sendFile } from '#renderer/transport/sign-in.ts';
import type { Transport } from '#renderer/transport/socket-dial.ts';
import type { ViewerConnection, ViewerState } from '#renderer/transport/viewer-connection.ts';

/** The way to the server, as a browser's screens show it. In the window there is none to lose. */
export class ConnectionStore {
  state: ViewerState = { is: 'starting' };
  readonly #connection: ViewerConnection | undefined;

  constructor(connection: ViewerConnection | undefined) {
    this.#connection = connection;
    makeAutoObservable(this, { state: observableRef });
    if (connection) this.state = connection.state;
  }

  open(): Disposable {
    return this.#connection?.onState((state) => this.take(state)) ?? toDisposable(() => undefined);
  }

  take(state: ViewerState): void {
    this.state = state;
  }

  get isBrowser(): boolean {
    return this.#connection !== undefined;
  }

  get transport(): Transport | undefined {
    return this.state.is === 'online' ? this.state.transport : undefined;
  }

  get lost(): Extract<ViewerState, { is: 'lost' }> | undefined {
    return this.state.is === 'lost' ? this.state : undefined;
  }

  /** What a command left for this browser under an address; in the window there is no such thing. */
  async download(address: string): Promise<Blob> {
    if (!this.#connection) throw new AppError('conflict', 'Only a browser fetches files.');
    return this.#connection.download(address);
  }

  /** A file of the reader's for a command, to the address it gave. Rejects with what was wrong with it. */
  upload(address: string, file: Blob): Promise<void> {
    return this.#connection ? this.#connection.upload(address, file) : sendFile(`${UPLOAD_ORIGIN}${address}`, file);
  }

  tryNow(): void {
    this.#connection?.tryNow();
  }

  signOut(): void {
    void this.#connection?.signOut();
  }
}
