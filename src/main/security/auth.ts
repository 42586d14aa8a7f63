import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { NetworkRole, Scope } from '#shared/contract/pairing.ts';
import { ACCESS_LIFE_MS, type AccessTokens } from '#main/security/access-tokens.ts';
import type { SignIn, SignIns } from '#main/security/sign-ins.ts';

/** Somebody whose token was good. */
export interface Identity {
  readonly signIn: string;
  readonly user: string;
  readonly role: NetworkRole;
  readonly scope: Scope | undefined;
  /** The token that this start printed: local when it is used from this computer. */
  readonly isStartToken: boolean;
  /** ms since 1970; undefined: as long as its sign-in. */
  readonly expiresAt: number | undefined;
}

/** What a sign-in answers: `protocol`, HTTP. */
export interface Signed {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly user: { readonly name: string; readonly role: NetworkRole };
}

export interface AuthOptions {
  clock: Clock;
  signIns: SignIns;
  access: AccessTokens;
}

/** Who may come in, and as whom. */
export class Auth {
  readonly #options: AuthOptions;

  constructor(options: AuthOptions) {
    this.#options = options;
  }

  /** Who holds this token. Throws `unauthorized` or `expired`; neither counts as a wrong try. */
  async identify(token: string): Promise<Identity> {
    const { access, signIns } = this.#options;
    if (token.startsWith('qst_')) {
      const found = signIns.byToken(token);
      if (!found) throw new AppError('unauthorized', 'This token is not valid.', { hint: 'Ask for a new one.' });
      signIns.seen(found.id);
      return identityOf(found, found.endsAt);
    }
    const claims = await access.verify(token);
    const found = signIns.get(claims.signIn);
    if (!found) throw new AppError('unauthorized', 'This sign-in has ended.', { hint: 'Sign in again.' });
    signIns.seen(found.id);
    return identityOf(found, Math.min(claims.expiresAt, found.endsAt ?? Number.POSITIVE_INFINITY));
  }

  protected async signed(signIn: SignIn, refreshToken: string): Promise<Signed> {
    return {
      accessToken: await this.#options.access.issue(signIn.id, signIn.user),
      refreshToken,
      expiresInSeconds: ACCESS_LIFE_MS / 1000,
      user: { name: signIn.user, role: signIn.role },
    };
  }
}

const identityOf = (signIn: SignIn, expiresAt: number | undefined): Identity => ({
  signIn: signIn.id,
  user: signIn.user,
  role: signIn.role,
  scope: signIn.scope,
  isStartToken: signIn.kind === 'start',
  expiresAt,
});
