import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { deviceName } from '#shared/contract/pairing.ts';
import { z } from '#shared/contract/zod.ts';
import { AppError } from '#shared/protocol/errors.ts';
import type { Signed } from '#main/security/auth.ts';
import { REFRESH_IDLE_MS } from '#main/security/sign-ins.ts';
import { fromOf, type LanContext, type LanEnv, signedIn } from '#main/doors/lan/callers.ts';
import { jsonBody } from '#main/doors/lan/json-body.ts';
import type { LanDeps } from '#main/doors/lan/lan-deps.ts';

const cookie = z.boolean().default(false);
/** Bodies of the sign-in routes; the reference pages are made from them too. */
export const authBodies = {
  login: z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(1024), cookie }).strict(),
  pair: z.object({ code: z.string().min(1).max(20), deviceName: deviceName.default('A browser'), cookie }).strict(),
  refresh: z.object({ refreshToken: z.string().min(1).max(200).optional(), cookie }).strict(),
  logout: z.object({}).strict(),
};

/** Sign-in, pairing, renewal and sign-out: the only routes without a token. */
export function authRoutes(deps: LanDeps, isTls: boolean): Hono<LanEnv> {
  const { auth } = deps;
  const cookieName = isTls ? '__Host-qs' : 'qs';
  const cookieOptions = { httpOnly: true, secure: isTls, sameSite: 'Strict', path: '/' } as const;

  const answer = (context: LanContext, signed: Signed, isCookie: boolean): Response => {
    if (!isCookie) return context.json(signed);
    const { refreshToken, ...rest } = signed;
    // The page's own scripts never see it; it comes back to this server alone.
    setCookie(context, cookieName, refreshToken, { ...cookieOptions, maxAge: REFRESH_IDLE_MS / 1000 });
    return context.json(rest);
  };

  const app = new Hono<LanEnv>();
  app.post('/login', async (context) => {
    const { username, password, cookie: isCookie } = await jsonBody(context, authBodies.login);
    return answer(context, await auth.login({ username, password }, fromOf(context.env.incoming)), isCookie);
  });
  app.post('/pair', async (context) => {
    const { cookie: isCookie, ...given } = await jsonBody(context, authBodies.pair);
    const outcome = await auth.pair(given, fromOf(context.env.incoming));
    return 'pending' in outcome ? context.json(outcome, 202) : answer(context, outcome, isCookie);
  });
  app.post('/refresh', async (context) => {
    const { refreshToken, cookie: isCookie } = await jsonBody(context, authBodies.refresh);
    const token = isCookie ? getCookie(context, cookieName) : refreshToken;
    if (token === undefined)
      throw new AppError('unauthorized', 'There is no refresh token.', { hint: 'Sign in again.' });
    return answer(context, await auth.refresh(token, fromOf(context.env.incoming)), isCookie);
  });
  app.post('/logout', async (context) => {
    const caller = await signedIn(deps, context);
    await jsonBody(context, authBodies.logout);
    deleteCookie(context, cookieName, cookieOptions);
    await auth.logout(caller.remote?.signIn ?? '', fromOf(context.env.incoming));
    return context.json({});
  });
  return app;
}
