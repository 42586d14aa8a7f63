import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { Emitter } from '#shared/base/emitter.ts';
import type { NetworkRole, PairingState, Scope } from '#shared/contract/pairing.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** 32 letters and digits that nobody takes for one another: no 0, O, 1, I. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 8;
export const CODE_LIFE_MS = 300_000;
const MAX_WRONG = 5;
/** How often a waiting device asks again. */
const ASK_AGAIN_MS = 1000;

export interface PairingWish {
  readonly role: NetworkRole;
  readonly deviceName?: string | undefined;
  readonly scope?: Scope | undefined;
  /** ms since 1970 */
  readonly endsAt?: number | undefined;
  /** Whether the owner is asked before the device is let in. */
  readonly confirm: boolean;
}

/** What a right code gives. */
export type Claim =
  | { readonly outcome: 'granted'; readonly wish: PairingWish; readonly deviceName: string }
  | { readonly outcome: 'pending'; readonly retryAfterMs: number };

interface Open {
  readonly wish: PairingWish;
  readonly hash: Buffer;
  readonly expiresAt: number;
  readonly timer: Disposable;
  wrongTries: number;
  asking: { request: string; deviceName: string; address: string; askedAt: number; isAllowed: boolean } | undefined;
}

/** The one code that can be open, and the device that knows it and waits to be let in. */
export class Pairing implements Disposable {
  readonly #clock: Clock;
  readonly #changed = new Emitter<PairingState>();
  #open: Open | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  onChanged(listener: (state: PairingState) => void): Disposable {
    return this.#changed.on(listener);
  }

  state(): PairingState {
    const open = this.#open;
    if (!open) return { open: null, asking: [] };
    const { asking, wish } = open;
    return {
      open: { role: wish.role, expiresAt: isoTime(open.expiresAt), wrongTries: open.wrongTries },
      asking:
        asking && !asking.isAllowed
          ? [
              {
                request: asking.request,
                deviceName: asking.deviceName,
                address: asking.address,
                role: wish.role,
                askedAt: isoTime(asking.askedAt),
              },
            ]
          : [],
    };
  }

  /** A new code; one that was open ends. */
  create(wish: PairingWish): { code: string; expiresAt: string } {
    this.cancel();
    const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    const expiresAt = this.#clock.now() + CODE_LIFE_MS;
    this.#open = {
      wish,
      hash: hashOf(letters),
      expiresAt,
      timer: this.#clock.after(CODE_LIFE_MS, () => this.cancel()),
      wrongTries: 0,
      asking: undefined,
    };
    this.#tell();
    return { code: `${letters.slice(0, 4)}-${letters.slice(4)}`, expiresAt: isoTime(expiresAt) };
  }

  /** Ends the open code. */
  cancel(): void {
    if (!this.#open) return;
    this.#open.timer.dispose();
    this.#open = undefined;
    this.#tell();
  }

  /**
   * A device gives a code. Throws `unauthorized` for a wrong one (the fifth ends the code), `conflict` while another
   * device waits with the same code. A device that was told `pending` asks again with the same words.
   */
  claim(given: { code: string; deviceName: string; address: string }): Claim {
    const open = this.#open;
    const letters = given.code.toUpperCase().replaceAll(/[\s-]/g, '');
    if (!open || !timingSafeEqual(open.hash, hashOf(letters))) {
      this.#wrong();
      throw new AppError('unauthorized', 'This code is wrong or no longer good.', {
        hint: 'Ask the owner for a new code.',
        field: 'code',
      });
    }
    const deviceName = open.wish.deviceName ?? given.deviceName;
    const { asking } = open;
    if (asking && (asking.deviceName !== deviceName || asking.address !== given.address))
      throw new AppError('conflict', 'Another device waits with this code.', { reason: 'taken' });
    if (!open.wish.confirm || asking?.isAllowed) {
      this.cancel(); // once is enough
      return { outcome: 'granted', wish: open.wish, deviceName };
    }
    if (!asking) {
      const { address } = given;
      const request = randomBytes(9).toString('base64url');
      open.asking = { request, deviceName, address, askedAt: this.#clock.now(), isAllowed: false };
      this.#tell();
    }
    return { outcome: 'pending', retryAfterMs: ASK_AGAIN_MS };
  }

  /** The owner's answer. "No" ends the code: whoever waits has it. */
  answer(request: string, isAllowed: boolean): void {
    const asking = this.#open?.asking;
    if (!asking || asking.request !== request)
      throw new AppError('not_found', 'This device no longer waits to be let in.', { field: 'request' });
    if (!isAllowed) return this.cancel();
    asking.isAllowed = true;
    this.#tell();
  }

  dispose(): void {
    this.cancel();
    this.#changed.clear();
  }

  #wrong(): void {
    const open = this.#open;
    if (!open) return;
    open.wrongTries += 1;
    if (open.wrongTries >= MAX_WRONG) this.cancel();
    else this.#tell();
  }

  #tell(): void {
    this.#changed.fire(this.state());
  }
}

const isoTime = (ms: number): string => new Date(ms).toISOString();
const hashOf = (letters: string): Buffer => createHash('sha256').update(letters).digest();
