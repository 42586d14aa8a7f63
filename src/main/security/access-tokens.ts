import { createHash, randomBytes } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '#shared/base/clock.ts';
import { AppError } from '#shared/protocol/errors.ts';

/** `protocol`: access tokens live 10 min. */
export const ACCESS_LIFE_MS = 600_000;
const NAME = 'quayside';
const TYPE = 'at+jwt';

export interface AccessClaims {
  /** The sign-in it stands for: role and scope are read there at each use, never from the token. */
  signIn: string;
  /** ms since 1970. */
  expiresAt: number;
}

/** Short-lived signed tokens. HS256 and nothing else: a fixed list is what keeps `alg: none` and mixed-up keys out (RFC 8725). */
export class AccessTokens {
  readonly #key: Buffer;
  readonly #keyId: string;
  readonly #clock: Clock;

  constructor(key: Buffer, clock: Clock) {
    this.#key = key;
    this.#keyId = createHash('sha256').update(key).digest('hex').slice(0, 8);
    this.#clock = clock;
  }

  async issue(signIn: string, user: string): Promise<string> {
    const now = Math.floor(this.#clock.now() / 1000);
    return new SignJWT({ sid: signIn })
      .setProtectedHeader({ alg: 'HS256', typ: TYPE, kid: this.#keyId })
      .setSubject(user)
      .setIssuer(NAME)
      .setAudience(NAME)
      .setJti(randomBytes(9).toString('base64url'))
      .setIssuedAt(now)
      .setExpirationTime(now + ACCESS_LIFE_MS / 1000)
      .sign(this.#key);
  }

  /** Throws `expired` for one of ours that is too old, `unauthorized` for all else. */
  async verify(token: string): Promise<AccessClaims> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        typ: TYPE,
        issuer: NAME,
        audience: NAME,
        requiredClaims: ['sid', 'sub', 'exp', 'iat', 'jti'],
        currentDate: new Date(this.#clock.now()),
      });
      if (typeof payload['sid'] !== 'string' || payload.exp === undefined) throw new Error('incomplete');
      return { signIn: payload['sid'], expiresAt: payload.exp * 1000 };
    } catch (thrown) {
      if (thrown instanceof errors.JWTExpired)
        throw new AppError('expired', 'The access token has expired.', { hint: 'Get a new one with auth/refresh.' });
      throw new AppError('unauthorized', 'The access token is not valid.', { hint: 'Sign in again.' });
    }
  }
}
