import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '#shared/protocol/errors.ts';

/** `protocol`, Limits: 5 wrong per address in a minute, then a wait that doubles. */
const WINDOW_S = 60;
const FIRST_WAIT_S = 60;
const LONGEST_WAIT_S = 900;
/** Waits are forgotten after an hour without a new one. */
const STRIKES_S = 3600;
/** One name from many addresses: more than a person mistypes. */
const ACCOUNT_TRIES = 10;
const ACCOUNT_WINDOW_S = 900;
/** Pairing codes tried in an hour, by everybody together. */
const CODE_TRIES_PER_HOUR = 60;

/**
 * Guards against guessing. Only wrong passwords and codes count: a stale token never does, or the owner's own tabs
 * would lock the owner out. Nothing is kept for good.
 */
export class SignInLimits {
  readonly #addresses: RateLimiterMemory;
  readonly #strikes: RateLimiterMemory;
  readonly #accounts: RateLimiterMemory;
  readonly #codes: RateLimiterMemory;

  constructor(tries: number) {
    this.#addresses = new RateLimiterMemory({ keyPrefix: 'address', points: tries, duration: WINDOW_S });
    this.#strikes = new RateLimiterMemory({ keyPrefix: 'strike', points: 1_000_000, duration: STRIKES_S });
    this.#accounts = new RateLimiterMemory({ keyPrefix: 'account', points: ACCOUNT_TRIES, duration: ACCOUNT_WINDOW_S });
    this.#codes = new RateLimiterMemory({ keyPrefix: 'code', points: CODE_TRIES_PER_HOUR, duration: 3600 });
  }

  /** Throws `too_many` while this address, or this name, has to wait. */
  async check(address: string, account: string | undefined): Promise<void> {
    refuseIfSpent(await this.#addresses.get(network(address)));
    refuseIfSpent(account === undefined ? await this.#codes.get('all') : await this.#accounts.get(nameOf(account)));
  }

  /** A wrong password (with its name) or a wrong code. */
  async wrong(address: string, account: string | undefined): Promise<void> {
    const from = network(address);
    const { remainingPoints } = await spend(this.#addresses, from);
    if (account === undefined) await spend(this.#codes, 'all');
    else await spend(this.#accounts, nameOf(account));
    if (remainingPoints > 0) return;
    const { consumedPoints } = await spend(this.#strikes, from);
    await this.#addresses.block(from, Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (consumedPoints - 1)));
  }

  /** Signed in: what was mistyped before is forgiven. */
  async right(address: string, account: string | undefined): Promise<void> {
    await this.#addresses.delete(network(address));
    await this.#strikes.delete(network(address));
    if (account !== undefined) await this.#accounts.delete(nameOf(account));
  }
}

/** A house gets a /64 of IPv6 and could otherwise try from each of its addresses. */
function network(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::', 2);
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::') ? Array.from({ length: 8 - left.length - right.length }, () => '0') : [];
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

const nameOf = (account: string): string => account.toLowerCase().slice(0, 100);

/** The limiter rejects with the same figures when nothing is left. */
async function spend(limiter: RateLimiterMemory, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key);
  } catch (thrown) {
    if (thrown instanceof Error) throw thrown;
    return thrown as RateLimiterRes;
  }
}

function refuseIfSpent(found: RateLimiterRes | null): void {
  if (!found || found.remainingPoints > 0 || found.msBeforeNext <= 0) return;
  const seconds = Math.ceil(found.msBeforeNext / 1000);
  throw new AppError('too_many', `Too many wrong tries. Wait ${seconds} s.`, { retryAfterMs: found.msBeforeNext });
}
