// Speed as ratios, ours and the comparator in turns in one run: `npm run bench [NAME…]`.
import { startEngine } from '../test/engine.ts';
import { startCore } from './lib/core.ts';
import { type Finding, report } from './lib/report.ts';
import { charts } from './charts.ts';
import { ipc } from './ipc.ts';
import { kernelStats } from './kernel-stats.ts';
import { lan } from './lan.ts';
import { list } from './list.ts';
import { logs } from './logs.ts';
import { longLists } from './long-lists.ts';
import { pane } from './pane.ts';
import { reading } from './reading.ts';
import { search } from './search.ts';
import { start } from './start.ts';
import { stats } from './stats.ts';
import { terminal } from './terminal.ts';
import { terminalPane } from './terminal-pane.ts';

const ROUNDS = 5;
const wanted = process.argv.slice(2);

const engine = await startEngine();
const core = startCore(engine.host);
const benches: Record<string, () => Promise<Finding[]>> = {
  terminal: () => terminal(engine, core),
  logs: () => logs(engine, core, ROUNDS),
  pane: () => pane(engine),
  stats: () => stats(engine, core, ROUNDS),
  'kernel-stats': () => kernelStats(engine, core, ROUNDS),
  ipc: () => ipc(engine),
  charts,
  reading: () => reading(engine),
  'terminal-pane': () => terminalPane(engine),
  lan: () => lan(engine, ROUNDS),
  list: () => list(engine, core, ROUNDS),
  'long-lists': longLists,
  search: () => search(engine.host, ROUNDS),
  start: () => start(engine, ROUNDS),
};
const unknown = wanted.filter((name) => !(name in benches));
const findings: Finding[] = [];
const failed: string[] = [];
try {
  if (unknown.length > 0)
    throw new Error(`There is no bench "${unknown.join('", "')}". There are: ${Object.keys(benches).join(', ')}.`);
  for (const [name, bench] of Object.entries(benches)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    // One that fails takes nothing from the others: a whole run is long.
    await bench().then(
      (found) => findings.push(...found),
      (error: unknown) => {
        failed.push(name);
        console.error(`bench ${name}:`, error);
      },
    );
  }
  report(findings);
} finally {
  await core.dispose();
  await engine.stop();
}
if (failed.length > 0) console.error(`Without a result: ${failed.join(', ')}.`);
process.exit(failed.length > 0 ? 1 : 0); // a worker's loader may keep a handle
