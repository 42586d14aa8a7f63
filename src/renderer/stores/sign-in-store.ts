import { makeAutoObservable, observableRef, runInAction } from 'mobx';
import { type Clock, sleep } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Signed, SignInDoor } from '#renderer/transport/sign-in.ts';
import type { SignedOutReason, SignInKind } from '#renderer/transport/viewer-connection.ts';

export type { SignedOutReason, SignInKind };

export type SignInWay = 'password' | 'pairing';

export interface SignInOptions {
  readonly door: SignInDoor;
  readonly clock: Clock;
  readonly why: SignedOutReason;
  readonly kind?: SignInKind | undefined;
  /** Of the address that was opened. */
  readonly code?: string | undefined;
  readonly deviceName: string;
  entered(signed: Signed, way: SignInWay): void;
}

/** What the sign-in screen holds, from what is typed to being let in. */
export class SignInStore {
  way: SignInWay;
  username = '';
  password = '';
  code: string;
  deviceName: string;
  isBusy = false;
  /** The owner is being asked. */
  isWaiting = false;
  error: AppError | undefined = undefined;
  readonly why: SignedOutReason;
  readonly kind: SignInKind | undefined;
  readonly #options: SignInOptions;
  #asking: AbortController | undefined;

  constructor(options: SignInOptions) {
    this.#options = options;
    this.why = options.why;
    this.kind = options.kind;
    this.way = options.code === undefined && options.kind === 'password' ? 'password' : 'pairing';
    this.code = options.code ?? '';
    this.deviceName = options.deviceName;
    makeAutoObservable(this, { error: observableRef });
  }

  setWay(way: SignInWay): void {
    this.way = way;
    this.error = undefined;
  }

  type(field: 'username' | 'password' | 'code' | 'deviceName', text: string): void {
    this[field] = text;
    this.error = undefined;
  }

  async submit(): Promise<void> {
    if (this.isBusy) return;
    const { door } = this.#options;
    this.#begin();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const signed =
        this.way === 'password'
          ? await door.login(this.username.trim(), this.password)
          : await this.#pair(asking.signal);
      if (signed && !asking.signal.aborted) this.#options.entered(signed, this.way);
    } catch (thrown) {
      if (!asking.signal.aborted) this.#fail(thrown);
    } finally {
      if (this.#asking === asking) runInAction(() => (this.isBusy = this.isWaiting = false));
    }
  }

  /** No longer waits for the owner. */
  cancel(): void {
    this.#asking?.abort();
    this.#asking = undefined;
    this.isBusy = this.isWaiting = false;
  }

  dispose(): void {
    this.#asking?.abort();
  }

  async #pair(signal: AbortSignal): Promise<Signed | undefined> {
    const { door, clock } = this.#options;
    while (!signal.aborted) {
      const answer = await door.pair(this.code, this.deviceName.trim());
      if (!('pending' in answer)) return answer;
      runInAction(() => (this.isWaiting = true));
      await sleep(clock, answer.retryAfterMs, signal);
    }
    return undefined;
  }

  #begin(): void {
    this.isBusy = true;
    this.error = undefined;
  }

  #fail(thrown: unknown): void {
    const error = thrown instanceof AppError ? thrown : new AppError('internal', 'Something went wrong.');
    // Who was asked and then finds the code gone was refused, or waited too long.
    const isAnswered = this.isWaiting && error.code === 'unauthorized';
    runInAction(() => {
      this.error = isAnswered
        ? new AppError('unauthorized', 'The owner did not let this device in, or the code has ended.', {
            hint: 'Ask the owner for a new code.',
            field: 'code',
          })
        : error;
      if (isAnswered) this.code = '';
      if (this.way === 'password' && error.code === 'unauthorized') this.password = '';
    });
  }
}

const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'Mac'],
  [/Linux/, 'Linux'],
];
const first = (list: readonly [RegExp, string][], agent: string): string | undefined =>
  list.find(([pattern]) => pattern.test(agent))?.[1];

/** "Chrome on Android", from what a browser calls itself. */
export function deviceNameOf(agent: string): string {
  const browser = first(BROWSERS, agent) ?? 'Browser';
  const system = first(SYSTEMS, agent);
  return system === undefined ? browser : `${browser} on ${system}`;
}
