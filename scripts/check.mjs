// Types, lint, layers and unit tests: what to run before a commit, without engine or window.
import { runStatic, runVitest, Tally } from './lib/checks.mjs';
import { ensureDeps } from './lib/ensure-deps.mjs';
import { main } from './lib/process.mjs';

main(async () => {
  await ensureDeps();
  const tally = new Tally();
  await runStatic(tally);
  await runVitest(tally, 'unit');
  return tally.close();
});
