import { Hono } from 'hono';
import { AppError, ERROR_STATUS, type ErrorShape } from '#shared/protocol/errors.ts';
import { PAGE_HEADERS } from '#main/security/page-policy.ts';
import { apiRoutes } from '#main/doors/lan/api-routes.ts';
import { authRoutes } from '#main/doors/lan/auth-routes.ts';
import { bearerOf, type LanContext, type LanEnv, signedIn } from '#main/doors/lan/callers.ts';
import type { LanDeps } from '#main/doors/lan/lan-deps.ts';
import { foreignness } from '#main/doors/lan/origins.ts';
import { openApi } from '#main/doors/lan/openapi.ts';
import type { Polls } from '#main/doors/lan/polls.ts';
import { referencePage } from '#main/doors/lan/reference-page.ts';
import { type Page, zippedPage } from '#main/doors/lan/static-pages.ts';

export interface HttpAppOptions {
  readonly deps: LanDeps;
  readonly pages: ReadonlyMap<string, Page>;
  readonly hosts: ReadonlySet<string>;
  readonly isTls: boolean;
  readonly polls: Polls;
}

/** A lasting file may be kept for a year; everything else is asked for anew. */
const LASTING = 'public, max-age=31536000, immutable';

/** All that is not Socket.io. Every answer has the page's headers, every error the one shape. */
export function createHttpApp({ deps, pages, hosts, isTls, polls }: HttpAppOptions): Hono<LanEnv> {
  const app = new Hono<LanEnv>();
  app.use(async (context, next) => {
    const foreign = foreignness(context.env.incoming, hosts, isTls);
    if (foreign === undefined) await next();
    else context.res = refusal(new AppError('bad_request', foreign));
    for (const [name, value] of Object.entries(PAGE_HEADERS)) context.res.headers.set(name, value);
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store');
  });
  app.onError((thrown) => refusal(deps.toError(thrown)));
  app.get('/healthz', async (context) => {
    const engine = deps.engine();
    if (bearerOf(context.req.header('authorization')) === undefined)
      return context.json({ status: 'ok', engine: { state: engine.state } });
    await signedIn(deps, context);
    return context.json({
      status: 'ok',
      version: deps.version,
      engine: { state: engine.state, version: engine.version, error: engine.error },
    });
  });
  app.get('/metrics', async (context) => {
    await signedIn(deps, context);
    return context.body(deps.metrics(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  // What can be asked is no secret; what is answered is.
  app.get('/api/v1/reference', (context) => context.html(referencePage(deps.version)));
  app.get('/api/v1/openapi.json', async (context) => {
    await signedIn(deps, context);
    return context.json(openApi(deps.version));
  });
  app.route('/api/v1/auth', authRoutes(deps, isTls));
  app.route('/api/v1', apiRoutes(deps, polls));
  app.get('*', (context) => servePage(context, pages));
  app.notFound((context) =>
    refusal(new AppError('not_found', `There is nothing at ${context.req.method} ${context.req.path.slice(0, 200)}.`)),
  );
  return app;
}

export function refusal(error: AppError): Response {
  const shape: ErrorShape = error.toShape();
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (shape.retryAfterMs !== undefined) headers['retry-after'] = String(Math.ceil(shape.retryAfterMs / 1000));
  return new Response(JSON.stringify({ error: shape }), { status: ERROR_STATUS[shape.code], headers });
}

async function servePage(context: LanContext, pages: ReadonlyMap<string, Page>): Promise<Response> {
  const page = pages.get(context.req.path);
  if (!page) return context.notFound();
  const zipped = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '') ? zippedPage(page) : undefined;
  return new Response(zipped ? await zipped : page.body, {
    headers: {
      'content-type': page.type,
      'cache-control': page.isLasting ? LASTING : 'no-cache',
      vary: 'accept-encoding',
      ...(zipped && { 'content-encoding': 'gzip' }),
    },
  });
}
