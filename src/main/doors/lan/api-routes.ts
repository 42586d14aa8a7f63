import { Hono } from 'hono';
import { z } from '#shared/contract/zod.ts';
import type { Caller } from '#main/session/session.ts';
import { TokenBucket } from '#main/session/message-rate.ts';
import { type LanContext, type LanEnv, signedIn } from '#main/doors/lan/callers.ts';
import { jsonBody } from '#main/doors/lan/json-body.ts';
import type { LanDeps } from '#main/doors/lan/lan-deps.ts';
import { Polls, readPollQuery } from '#main/doors/lan/polls.ts';

const anyObject = z.record(z.string(), z.unknown());
const MAX_BUCKETS = 1000;

/** Everything that asks or acts over plain HTTP: the same commands, rights, limits and audit as over the socket. */
export function apiRoutes(deps: LanDeps, polls: Polls): Hono<LanEnv> {
  const app = new Hono<LanEnv>();
  const spend = requestRate(deps);

  app.use(async (context, next) => {
    const caller = await signedIn(deps, context);
    spend(caller);
    context.set('caller', caller);
    await next();
  });
  app.get('/connections', async (context) =>
    context.json(
      (await deps.dispatch('connections.list', {}, context.get('caller'), context.req.raw.signal)) as object,
    ),
  );
  app.post('/call/:command', async (context) => {
    const params = await jsonBody(context, anyObject);
    const { signal } = context.req.raw;
    const result = await deps.dispatch(context.req.param('command'), params, context.get('caller'), signal);
    return context.json({ result });
  });
  app.get('/poll/:channel', async (context) => {
    const channel = context.req.param('channel');
    const query = readPollQuery(channel, new URL(context.req.url).searchParams);
    return context.json(await polls.poll(channel, query, context.get('caller'), context.req.raw.signal));
  });
  app.get('/transfer/:ticket', (context) => download(deps, context, context.req.param('ticket')));
  app.put('/transfer/:ticket', (context) => upload(deps, context, context.req.param('ticket')));
  return app;
}

function download(deps: LanDeps, context: LanContext, ticket: string): Response {
  const { fileName, type, open } = deps.transfers.download(ticket, context.get('caller'));
  const plain = fileName.replaceAll(/[^\w. -]/g, '_');
  // A stream that fails is printed by the server library with its stack; a connection that breaks says the same to the reader.
  const breakOff = (): void => void context.env.outgoing.destroy();
  return new Response(streamOf(open(context.req.raw.signal), breakOff), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    },
  });
}

async function upload(deps: LanDeps, context: LanContext, ticket: string): Promise<Response> {
  const { body, signal } = context.req.raw;
  // An empty file has no body.
  const sent = body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
  return context.json({ result: (await deps.transfers.receive(ticket, context.get('caller'), sent, signal)) ?? {} });
}

/** Pulled as fast as the other side reads, so that a large file is never in memory. One that fails never looks whole. */
function streamOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  breakOff: () => void,
): ReadableStream<Uint8Array> {
  const parts = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch {
        breakOff();
        controller.close();
      }
    },
    cancel: async () => {
      await parts.return?.();
    },
  });
}

/** As many requests a second as a socket may send messages, for each sign-in. */
function requestRate(deps: LanDeps): (caller: Caller) => void {
  const buckets = new Map<string, TokenBucket>();
  return (caller) => {
    const who = caller.remote?.signIn ?? caller.user;
    let bucket = buckets.get(who);
    if (!bucket) {
      const { messagesPerSecond, messageBurst } = deps.limits();
      if (buckets.size >= MAX_BUCKETS) buckets.clear();
      bucket = new TokenBucket(deps.clock, messagesPerSecond, messageBurst);
      buckets.set(who, bucket);
    }
    bucket.take(1, 'Too many requests');
  };
}
