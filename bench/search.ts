import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { compose } from '#main/compose.ts';
import { History } from '#main/history/history.ts';
import { SettingsKeeper } from '#main/settings/settings-keeper.ts';
import { systemClock } from '#shared/base/clock.ts';
import { ChunkWriter } from '#shared/lines/chunk.ts';
import { nanosOfMillis } from '#shared/lines/time.ts';
import { clientOf } from './lib/core.ts';
import { median } from './lib/measure.ts';
import type { Finding } from './lib/report.ts';

const LINES = 1_000_000;
const CONTAINERS = 20;
const CHUNK_LINES = 2500;
/** One line in so many holds what is looked for. */
const RARE = 10_000;

const textOf = (n: number): string =>
  n % RARE === 0
    ? `ERROR order A-${n} lost: upstream timeout ms=3032`
    : `INFO  GET /api/orders/${n} 200 ${n % 97} ms user=${n % 8841} agent="Mozilla/5.0"`;

/** The thread of the kept logs, from its source. */
function startWorker(workerData: { file: string }): Worker {
  const file = new URL('../src/main/history/history-worker.ts', import.meta.url).href;
  // Node 20 does not hand tsx on to a thread, so the thread registers it for itself.
  const boot = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(file)}) })`;
  return new Worker(boot, { eval: true, workerData });
}

async function fill(file: string, plainFile: string): Promise<void> {
  const history = new History({ file, startWorker, onMovedAside: () => undefined });
  const generations = await Promise.all(
    Array.from({ length: CONTAINERS }, (_, i) =>
      history.generation({
        engine: 'default',
        stack: 'bench',
        service: `service-${i}`,
        container: String(i).padStart(64, '0'),
        name: `bench-service-${i}-1`,
        image: 'bench',
        created: '2026-11-20T07:00:00Z',
        isPrivate: false,
      }),
    ),
  );
  const startMs = Date.parse('2026-11-20T07:00:00Z');
  const encoder = new TextEncoder();
  for (let from = 0; from < LINES; from += CHUNK_LINES) {
    const writer = new ChunkWriter();
    const texts: string[] = [];
    for (let n = from; n < from + CHUNK_LINES; n++) {
      const { hi, lo } = nanosOfMillis(startMs + n);
      texts.push(textOf(n));
      writer.add(hi, lo, 0, encoder.encode(textOf(n)));
    }
    appendFileSync(plainFile, `${texts.join('\n')}\n`);
    const generation = generations[(from / CHUNK_LINES) % CONTAINERS] ?? 0;
    const [first, last] = [startMs + from, startMs + from + CHUNK_LINES - 1];
    await history.append([{ generation, packed: writer.take(), first, last, lines: CHUNK_LINES }]);
  }
  await history.dispose();
}

interface Run {
  firstMs: number;
  wholeMs: number;
  blockedMs: number;
  hits: number;
}

/** A search over all that is kept, as a window asks for it: 1,000,000 lines, first hits, the end, and main meanwhile. */
export async function search(host: string, rounds: number): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'qs-bench-search-'));
  const file = join(folder, 'store', 'logs.db');
  const plainFile = join(folder, 'lines.txt');
  try {
    await fill(file, plainFile);
    const settings = new SettingsKeeper({ read: () => ({}), write: () => undefined });
    const store = { file, startWorker };
    const core = compose({ env: { DOCKER_HOST: host }, clock: systemClock, settings, version: 'bench', store });
    const client = clientOf(core);
    const look = async (ask: { text: string } | { pattern: string }): Promise<Run> => {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const begun = performance.now();
      const run: Run = { firstMs: Number.NaN, wholeMs: 0, blockedMs: 0, hits: 0 };
      const started = await client.call('logs.search', ask);
      if (!('job' in started)) throw new Error('a search without wait is a job');
      await new Promise<void>((resolve) => {
        client.subscribe(
          'search:progress',
          { job: started.job },
          {
            onItems: (items) => {
              for (const { hits } of items) {
                if (hits.length > 0 && run.hits === 0) run.firstMs = performance.now() - begun;
                run.hits += hits.length;
              }
            },
            onEnd: () => resolve(),
          },
        );
      });
      run.wholeMs = performance.now() - begun;
      delay.disable();
      run.blockedMs = delay.max / 1e6;
      return run;
    };
    // The thread starts with the first question.
    await client.call('logs.kept', {});
    const texts: Run[] = [];
    const patterns: Run[] = [];
    const greps: number[] = [];
    for (let round = 0; round < rounds; round++) {
      texts.push(await look({ text: 'upstream TIMEOUT' }));
      patterns.push(await look({ pattern: 'order A-\\d+ lost' }));
      const begun = performance.now();
      spawnSync('grep', ['-ci', 'upstream TIMEOUT', plainFile]);
      greps.push(performance.now() - begun);
    }
    client.dispose();
    await core.dispose();
    const expected = LINES / RARE;
    if ([...texts, ...patterns].some(({ hits }) => hits !== expected)) throw new Error('a search missed lines');
    const of = (runs: readonly Run[], key: keyof Run): number => median(runs.map((run) => run[key]));
    const grep = median(greps);
    const row = (what: string, ours: number, goalMs: number, note: string): Finding => ({
      goal: 'logs',
      what,
      ours,
      comparator: goalMs,
      unit: 'ms',
      ratio: ours / goalMs,
      bound: { atMost: 1 },
      note,
    });
    // The scheduler is in it: on a machine with other work this measures that work, so the middle of the rounds counts.
    const blocked = of([...texts, ...patterns], 'blockedMs');
    return [
      row('search of 1,000,000 kept lines, first hits', of(texts, 'firstMs'), 300, 'the goal beside it'),
      row(
        'search of 1,000,000 kept lines, all',
        of(texts, 'wholeMs'),
        2000,
        `grep -ci over plain text: ${Math.round(grep)} ms`,
      ),
      row('the same by a pattern, first hits', of(patterns, 'firstMs'), 300, 'the goal beside it'),
      row('the same by a pattern, all', of(patterns, 'wholeMs'), 2000, 'the goal beside it'),
      row(
        'longest block of the main thread meanwhile',
        blocked,
        50,
        'the worst of a search, the middle of all searches',
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
