import type { DbQueries } from '#main/databases/db-queries.ts';
import type { Source } from '#main/hub/source.ts';
import type { Item, Params } from '#shared/contract/index.ts';

/** The rows of a query: what came so far, then what comes, until its end. */
export function queryResultSource(queries: DbQueries): Source<Params<'db:query:result'>, Item<'db:query:result'>> {
  return {
    open: ({ query }, sink, { signal }) => {
      const { items, isOver, added } = queries.watch(query);
      sink.push(items);
      sink.ready();
      return new Promise((resolve) => {
        const end = (): void => {
          listening.dispose();
          resolve({ reason: 'done' });
        };
        const listening = added.on((item) => (item ? sink.push([item]) : end()));
        signal.addEventListener('abort', end, { once: true });
        if (isOver || signal.aborted) end();
      });
    },
  };
}
