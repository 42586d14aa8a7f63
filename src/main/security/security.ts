import { join } from 'node:path';
import type { Clock } from '#shared/base/clock.ts';
import { AccessTokens } from '#main/security/access-tokens.ts';
import { Auth } from '#main/security/auth.ts';
import { type Certificate, certificateFor } from '#main/security/certificates.ts';
import { type SecretSeal, Secrets } from '#main/security/secrets.ts';
import { SignIns } from '#main/security/sign-ins.ts';

export interface SecurityOptions {
  /** The program's own folder. */
  home: string;
  seal: SecretSeal | undefined;
  clock: Clock;
  warn(message: string): void;
}

/** Everything about who may come in. Opened when the second door or one of its screens needs it. */
export interface Security {
  readonly secrets: Secrets;
  readonly signIns: SignIns;
  readonly auth: Auth;
  /** Of the server, good for these addresses. */
  certificate(addresses: readonly string[]): Promise<Certificate>;
}

export async function openSecurity({ home, seal, clock, warn }: SecurityOptions): Promise<Security> {
  const secrets = new Secrets({ folder: join(home, 'secrets'), seal, clock, warn });
  const signIns = new SignIns({
    file: join(home, 'store', 'sign-ins.json'),
    key: await secrets.key('stored-tokens'),
    clock,
    warn,
  });
  const access = new AccessTokens(await secrets.key('access-tokens'), clock);
  return {
    secrets,
    signIns,
    auth: new Auth({ clock, signIns, access }),
    certificate: (addresses) => certificateFor(addresses, secrets, clock),
  };
}
