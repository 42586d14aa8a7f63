import type { SignedOutReason, SignInKind } from '#renderer/stores/sign-in-store.ts';

/** Why somebody who was in has to sign in again; undefined at a first visit. */
export function outWords(why: SignedOutReason, kind: SignInKind | undefined, host: string): string | undefined {
  switch (why) {
    case 'never':
      return undefined;
    case 'signedOut':
      return 'You are signed out.';
    case 'tokenEnded':
      return 'This address was of an earlier start. Open the one that the last start printed, or sign in.';
    case 'revoked':
    case 'ended':
      return kind === 'password'
        ? 'Your sign-in has ended. Sign in again.'
        : `This device is no longer paired. Ask the owner of ${host} for a new code.`;
  }
}
