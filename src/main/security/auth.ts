import type { Clock } from '#shared/base/clock.ts';
import type { AuditEntry } from '#shared/contract/audit.ts';
import type { NetworkRole, Scope } from '#shared/contract/pairing.ts';
import { AppError } from '#shared/protocol/errors.ts';
import { ACCESS_LIFE_MS, type AccessTokens } from '#main/security/access-tokens.ts';
import type { Pairing, PairingWish } from '#main/security/pairing.ts';
import type { SignInLimits } from '#main/security/sign-in-limits.ts';
import type { SignIn, SignIns } from '#main/security/sign-ins.ts';
import type { Users } from '#main/security/users.ts';

/** Somebody whose token was good. */
export interface Identity {
  readonly signIn: string;
  readonly user: string;
  readonly role: NetworkRole;
  readonly scope: Scope | undefined;
  /** The token that this start printed: local when it is used from this computer. */
  readonly isStartToken: boolean;
  /** Of the access token, ms since 1970; undefined: it lives as long as its sign-in. */
  readonly expiresAt: number | undefined;
  /** Of the sign-in, ms since 1970, where its owner set one. */
  readonly endsAt: number | undefined;
}

/** What a sign-in answers: `protocol`, HTTP. */
export interface Signed {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly user: { readonly name: string; readonly role: NetworkRole };
}

/** Where a request to sign in comes from. */
export interface From {
  readonly address: string;
  readonly agent: string;
}

export interface AuthOptions {
  clock: Clock;
  signIns: SignIns;
  access: AccessTokens;
  users: Users;
  pairing: Pairing;
  limits: SignInLimits;
  note(entry: AuditEntry): Promise<void>;
}

/** Who may come in, and as whom. Every way in is noted, also the ones that failed. */
export class Auth {
  readonly #options: AuthOptions;

  constructor(options: AuthOptions) {
    this.#options = options;
  }

  /**
   * Who holds this token. Throws `unauthorized` (noted) or `expired`; neither counts as a wrong try, or the owner's own
   * tabs would lock the owner out.
   */
  async identify(token: string, from: From): Promise<Identity> {
    try {
      return await this.#identify(token);
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'unauthorized')
        await this.#note('auth.token', 'denied', from, { actor: from.address, code: thrown.code });
      throw thrown;
    }
  }

  async #identify(token: string): Promise<Identity> {
    const { access, signIns } = this.#options;
    if (token.startsWith('qst_')) {
      const found = signIns.byToken(token);
      if (!found) throw new AppError('unauthorized', 'This token is not valid.', { hint: 'Ask for a new one.' });
      signIns.seen(found.id);
      return identityOf(found, undefined);
    }
    const claims = await access.verify(token);
    const found = signIns.get(claims.signIn);
    if (!found) throw new AppError('unauthorized', 'This sign-in has ended.', { hint: 'Sign in again.' });
    return identityOf(found, claims.expiresAt);
  }

  /** Throws `unauthorized` (the same for an unknown name and a wrong password) and `too_many`. */
  async login(given: { username: string; password: string }, from: From): Promise<Signed> {
    const { limits, users, signIns } = this.#options;
    await this.#guarded('auth.login', given.username, from);
    const user = await users.check(given.username, given.password);
    if (!user) {
      await limits.wrong(from.address, given.username);
      await this.#note('auth.login', 'denied', from, { actor: given.username, code: 'unauthorized' });
      throw new AppError('unauthorized', 'The name or the password is wrong.');
    }
    await limits.right(from.address, given.username);
    const { signIn, token } = signIns.add({
      kind: 'password',
      user: user.name,
      role: user.role,
      device: from.agent || 'A browser',
    });
    await this.#note('auth.login', 'ok', from, { actor: user.name, signIn });
    return this.#signed(signIn, token);
  }

  /** `pending` while the owner is asked. Throws `unauthorized`, `conflict`, `too_many`. */
  async pair(
    given: { code: string; deviceName: string },
    from: From,
  ): Promise<Signed | { pending: true; retryAfterMs: number }> {
    const { limits, signIns } = this.#options;
    await this.#guarded('auth.pair', undefined, from);
    const claim = await this.#claim(given, from);
    if (claim.outcome === 'pending') return { pending: true, retryAfterMs: claim.retryAfterMs };
    await limits.right(from.address, undefined);
    const user = this.#freeName(claim.deviceName);
    const { signIn, token } = signIns.add({ ...grant(claim.wish), kind: 'pairing', user, device: user });
    await this.#note('auth.pair', 'ok', from, { actor: user, signIn, details: { agent: from.agent } });
    return this.#signed(signIn, token);
  }

  /** A new pair of tokens. Throws `unauthorized`; a token used again after the grace ends all that came from it. */
  async refresh(refreshToken: string, from: From): Promise<Signed> {
    const outcome = this.#options.signIns.refresh(refreshToken);
    if (outcome === 'reused')
      await this.#note('auth.refresh', 'denied', from, {
        actor: from.address,
        code: 'unauthorized',
        details: { reason: 'reused' },
      });
    if (typeof outcome === 'string')
      throw new AppError('unauthorized', 'This sign-in has ended.', { hint: 'Sign in again.' });
    return this.#signed(outcome.signIn, outcome.token);
  }

  async logout(signIn: string, from: From): Promise<void> {
    const found = this.#options.signIns.get(signIn);
    if (!found) return;
    this.#options.signIns.end(signIn, 'signed_out');
    await this.#note('auth.logout', 'ok', from, { actor: found.user, signIn: found });
  }

  /** A name for a device or token that nobody has: what somebody opens belongs to the name. */
  #freeName(wanted: string): string {
    for (let number = 1; ; number++) {
      const name = number === 1 ? wanted : `${wanted} (${number})`;
      if (!this.isTaken(name)) return name;
    }
  }

  isTaken(name: string): boolean {
    const same = name.toLowerCase();
    return (
      same === 'local' ||
      this.#options.users.has(name) ||
      this.#options.signIns.list().some((one) => one.user.toLowerCase() === same)
    );
  }

  async #claim(given: { code: string; deviceName: string }, from: From) {
    try {
      return this.#options.pairing.claim({ ...given, address: from.address });
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'unauthorized') {
        await this.#options.limits.wrong(from.address, undefined);
        await this.#note('auth.pair', 'denied', from, { actor: from.address, code: thrown.code });
      }
      throw thrown;
    }
  }

  async #guarded(action: string, account: string | undefined, from: From): Promise<void> {
    try {
      await this.#options.limits.check(from.address, account);
    } catch (thrown) {
      await this.#note(action, 'denied', from, { actor: account ?? from.address, code: 'too_many' });
      throw thrown;
    }
  }

  /** A refusal is answered as it is, noted or not; a sign-in that cannot be noted is none. */
  async #note(
    action: string,
    result: AuditEntry['result'],
    from: From,
    more: { actor: string; code?: string; signIn?: SignIn; details?: Record<string, unknown> },
  ): Promise<void> {
    const { actor, code, signIn, details } = more;
    const noted = this.#options.note({
      actor: actor.slice(0, 100),
      ...(signIn && { role: signIn.role, signIn: signIn.id }),
      door: 'network',
      address: from.address,
      action,
      ...(details && { details }),
      result,
      ...(code !== undefined && { code }),
    });
    await (result === 'denied' ? noted.catch(() => undefined) : noted);
  }

  async #signed(signIn: SignIn, refreshToken: string): Promise<Signed> {
    return {
      accessToken: await this.#options.access.issue(signIn.id, signIn.user),
      refreshToken,
      expiresInSeconds: ACCESS_LIFE_MS / 1000,
      user: { name: signIn.user, role: signIn.role },
    };
  }
}

const grant = ({ role, scope, endsAt }: PairingWish): Pick<SignIn, 'role' | 'scope' | 'endsAt'> => ({
  role,
  scope,
  endsAt,
});

const identityOf = (signIn: SignIn, expiresAt: number | undefined): Identity => ({
  signIn: signIn.id,
  user: signIn.user,
  role: signIn.role,
  scope: signIn.scope,
  isStartToken: signIn.kind === 'start',
  expiresAt,
  endsAt: signIn.endsAt,
});
