import { join } from 'node:path';
import type { Clock } from '#shared/base/clock.ts';
import { AccessTokens } from '#main/security/access-tokens.ts';
import { AuditLog } from '#main/security/audit-log.ts';
import { Auth } from '#main/security/auth.ts';
import { type Certificate, certificateFor } from '#main/security/certificates.ts';
import { Pairing } from '#main/security/pairing.ts';
import { type SecretSeal, Secrets } from '#main/security/secrets.ts';
import { SignInLimits } from '#main/security/sign-in-limits.ts';
import { SignIns } from '#main/security/sign-ins.ts';
import { Users } from '#main/security/users.ts';

export interface SecurityOptions {
  /** The program's own folder. */
  home: string;
  seal: SecretSeal | undefined;
  clock: Clock;
  /** Wrong passwords or codes from one address in a minute. */
  signInTries: number;
  warn(message: string): void;
}

/** Everything about who may come in and what they did. */
export interface Security {
  readonly auth: Auth;
  readonly users: Users;
  readonly signIns: SignIns;
  readonly pairing: Pairing;
  readonly audit: AuditLog;
  /** Addresses and secrets of webhooks, as one text. */
  readonly webhooks: { text(): Promise<string | undefined>; keep(text: string): Promise<void> };
  /** Of the server, good for these addresses. */
  certificate(addresses: readonly string[]): Promise<Certificate>;
  dispose(): void;
}

export async function openSecurity({ home, seal, clock, signInTries, warn }: SecurityOptions): Promise<Security> {
  const store = join(home, 'store');
  const secrets = new Secrets({ folder: join(home, 'secrets'), seal, clock, warn });
  const audit = new AuditLog({
    folder: join(home, 'audit'),
    anchorFile: join(store, 'audit-head.json'),
    key: await secrets.key('audit'),
    clock,
    warn,
  });
  const signIns = new SignIns({
    file: join(store, 'sign-ins.json'),
    key: await secrets.key('stored-tokens'),
    clock,
    warn,
  });
  const users = new Users({ file: join(store, 'users.json'), clock, warn });
  const pairing = new Pairing(clock);
  const access = new AccessTokens(await secrets.key('access-tokens'), clock);
  const limits = new SignInLimits(signInTries);
  // A password that changed, or a role, ends what was opened under the old one.
  const changes = users.onChanged(({ name, reason }) => signIns.endUser(name, reason));
  return {
    auth: new Auth({ clock, signIns, access, users, pairing, limits, note: (entry) => audit.note(entry) }),
    users,
    signIns,
    pairing,
    audit,
    webhooks: { text: () => secrets.text('webhooks'), keep: (text) => secrets.keep('webhooks', text) },
    certificate: (addresses) => certificateFor(addresses, secrets, clock),
    dispose: () => {
      changes.dispose();
      pairing.dispose();
      signIns.dispose();
      audit.close();
    },
  };
}
