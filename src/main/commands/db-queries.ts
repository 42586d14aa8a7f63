import type { HandlerDeps } from '#main/commands/deps.ts';
import type { Handlers } from '#main/commands/handler.ts';
import { MAX_PAGE_ROWS } from '#shared/contract/db-queries.ts';

export function dbQueryHandlers({
  queries,
}: HandlerDeps): Pick<Handlers, 'db.describe' | 'db.query' | 'db.next' | 'db.write' | 'db.history'> {
  return {
    'db.describe': ({ engine, container }, { signal }) => queries.describe(engine, container, signal),
    'db.query': async (params, { caller, signal }) => ({
      query: await queries.start({ ...params, writes: false }, caller.user, signal),
    }),
    'db.next': async ({ query }, { caller, signal }) => ({ query: await queries.next(query, caller, signal) }),
    'db.write': async (params, { caller, signal }) => ({
      query: await queries.start({ ...params, limit: MAX_PAGE_ROWS, writes: true }, caller.user, signal),
    }),
    'db.history': async ({ engine, container }, { caller, signal }) => ({
      statements: await queries.history(engine, container, caller, signal),
    }),
  };
}
