// Speed as ratios, ours and the comparator in turns in one run: `npm run bench [terminal|logs|pane|stats|ipc|list|charts|terminal-pane|start|lan|search]`.
import { startEngine } from '../test/engine.ts';
import { startCore } from './lib/core.ts';
import { type Finding, report } from './lib/report.ts';
import { charts } from './charts.ts';
import { ipc } from './ipc.ts';
import { lan } from './lan.ts';
import { list } from './list.ts';
import { logs } from './logs.ts';
import { pane } from './pane.ts';
import { search } from './search.ts';
import { start } from './start.ts';
import { stats } from './stats.ts';
import { terminal } from './terminal.ts';
import { terminalPane } from './terminal-pane.ts';

const ROUNDS = 5;
const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

const engine = await startEngine();
const core = startCore(engine.host);
const findings: Finding[] = [];
try {
  if (isWanted('terminal')) findings.push(...(await terminal(engine, core)));
  if (isWanted('logs')) findings.push(...(await logs(engine, core, ROUNDS)));
  if (isWanted('pane')) findings.push(...(await pane(engine)));
  if (isWanted('stats')) findings.push(...(await stats(engine, core, ROUNDS)));
  if (isWanted('ipc')) findings.push(...(await ipc(engine)));
  if (isWanted('charts')) findings.push(...(await charts()));
  if (isWanted('terminal-pane')) findings.push(...(await terminalPane(engine)));
  if (isWanted('lan')) findings.push(...(await lan(engine, ROUNDS)));
  if (isWanted('list')) findings.push(...(await list(engine, core, ROUNDS)));
  if (isWanted('search')) findings.push(...(await search(engine.host, ROUNDS)));
  if (isWanted('start')) findings.push(...(await start(engine, ROUNDS)));
  report(findings);
} finally {
  await core.dispose();
  await engine.stop();
}
process.exit(0); // a worker's loader may keep a handle
