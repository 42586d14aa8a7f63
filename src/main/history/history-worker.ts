// The thread that owns the kept logs: every call of SQLite blocks, and the main process must not.
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { LogDb } from '#main/history/log-db.ts';
import { search } from '#main/history/search.ts';
import { StatsDb } from '#main/history/stats-db.ts';
import type { Answer, Asked } from '#main/history/history.ts';

const port = parentPort;
if (!port) throw new Error('the history runs in a worker');
const db = new LogDb((workerData as { file: string }).file);
const cancelled = new Set<number>();
const answer = (message: Answer): void => port.postMessage(message);
let stats: StatsDb | undefined;

/** Opened when it is first needed: whoever keeps only logs has no such file. */
function statsDb(): StatsDb {
  if (!stats) {
    stats = new StatsDb(join(dirname((workerData as { file: string }).file), 'stats.db'));
    answer({ id: 0, result: stats.movedAside });
  }
  return stats;
}

async function handle(asked: Asked): Promise<unknown> {
  switch (asked.op) {
    case 'generation':
      return db.generation(asked.of);
    case 'append':
      db.transaction(() => {
        for (const { generation, packed, first, last, lines } of asked.chunks)
          db.append(generation, packed, first, last, lines);
      });
      return undefined;
    case 'tail':
      return db.tail(asked.generation, asked.lines);
    case 'kept':
      return { services: db.services(), generations: db.generations() };
    case 'chunks': {
      const found = [];
      let lines = 0;
      for (const id of db.chunkIds(
        asked.generations,
        { since: asked.sinceMs, until: asked.untilMs },
        asked.isOldestFirst,
      )) {
        const chunk = db.chunk(id);
        if (!chunk) continue;
        found.push(chunk);
        lines += chunk.lines;
        if (lines >= asked.lines) break;
      }
      return found;
    }
    case 'bound':
      return db.bound(asked.bounds, asked.nowMs);
    case 'drop':
      return db.dropService(asked.service);
    case 'search':
      return search(
        db,
        asked.query,
        (progress) => answer({ id: asked.id, progress }),
        () => cancelled.has(asked.id),
      ).finally(() => cancelled.delete(asked.id));
    case 'cancel':
      cancelled.add(asked.which);
      return undefined;
    case 'putStats':
      statsDb().put(asked.rows, asked.events);
      return statsDb().bound(asked.nowMs);
    case 'stats':
      return {
        rows: statsDb().read(asked.container, asked.fromMs, asked.untilMs),
        events: statsDb().events(asked.container, asked.fromMs, asked.untilMs),
      };
    case 'clearStats':
      return statsDb().clear();
    case 'close':
      stats?.close();
      db.close();
      return undefined;
  }
}

port.on('message', (asked: Asked) => {
  handle(asked)
    .then((result) => answer({ id: asked.id, result }))
    .catch((thrown: unknown) =>
      answer({ id: asked.id, error: thrown instanceof Error ? thrown.message : String(thrown) }),
    );
});
answer({ id: 0, result: db.movedAside });
