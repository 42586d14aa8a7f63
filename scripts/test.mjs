// Everything, from a clean clone: set-up, build, types, lint, layers, unit, integration, end to end.
// The last line is `N passed, N failed`, and nothing comes after it. `npm test -- desktop log.spec` runs one project alone, with the
// engine and the screen that it needs; what follows its name goes to its runner.
import { existsSync } from 'node:fs';
import { ensureDeps } from './lib/ensure-deps.mjs';
import { runPlaywright, runStatic, runVitest, Tally } from './lib/checks.mjs';
import { isRoot, main, plainError, seconds, step } from './lib/process.mjs';
import { startDisplay } from './lib/display.mjs';
import { setup } from './setup.mjs';

const started = Date.now();
const PROJECTS = ['unit', 'integration', 'desktop', 'viewer', 'visual', 'package'];
const [only, ...words] = process.argv.slice(2);
const wants = (project) => only === undefined || only === project;
const running = [];
const canInstall = isRoot && existsSync('/usr/bin/dpkg-deb') && existsSync('/usr/sbin/useradd');

async function stopAll() {
  for (const server of running.splice(0).reverse()) await server.stop();
}

async function testEngine() {
  const named = process.env.QUAYSIDE_TEST_ENGINE;
  if (named) return named;
  const { startPrivateEngine } = await import('./lib/private-engine.mjs');
  let engine;
  await step('Docker engine for the tests', 'starting', async () => {
    engine = await startPrivateEngine();
  });
  running.push(engine);
  return engine.host;
}

async function everythingSet() {
  const named = process.env.QUAYSIDE_TEST_ENGINE;
  if (!isRoot && !named) {
    throw plainError(
      'Without root, name an engine for the tests: QUAYSIDE_TEST_ENGINE=unix:///path/docker.sock npm test',
    );
  }
  await setup(named ? ['desktop', 'test'] : ['desktop', 'engine', 'test']);
}

async function withEngineAndScreen(tally) {
  const host = await testEngine();
  const env = { ...process.env, QUAYSIDE_TEST_ENGINE: host, DOCKER_HOST: host };
  delete env.DOCKER_CONTEXT;
  delete env.QUAYSIDE_ENGINE;
  delete env.ELECTRON_RUN_AS_NODE;
  if (wants('integration')) await runVitest(tally, 'integration', env, words);
  if (only === 'integration') return;
  const display = await startDisplay();
  running.push(display);
  const screen = { ...env, ...display.env };
  if (wants('desktop')) await runPlaywright(tally, 'desktop', screen, words);
  if (wants('viewer')) await runPlaywright(tally, 'viewer', env, words);
  if (wants('visual')) await runPlaywright(tally, 'visual', screen, words);
  if (!wants('package')) return;
  if (canInstall) await runPlaywright(tally, 'package', screen, words);
  else console.log('[test] package: not tried, installing needs root on Debian');
}

main(async () => {
  const end = (code) => void stopAll().finally(() => process.exit(code));
  process
    .once('SIGINT', () => end(130))
    .once('SIGTERM', () => end(143))
    .once('SIGHUP', () => end(129));
  const tally = new Tally();
  try {
    if (only !== undefined && !PROJECTS.includes(only)) {
      throw plainError(`There is no project "${only}"; there are ${PROJECTS.join(', ')}.`);
    }
    if (only === 'unit') await ensureDeps();
    else await everythingSet();
    if (only === undefined) await runStatic(tally);
    if (wants('unit')) await runVitest(tally, 'unit', process.env, words);
    if (only !== 'unit') await withEngineAndScreen(tally);
  } catch (error) {
    tally.fail('stopped', error);
  }
  await stopAll().catch((error) => tally.fail('tidying up', error));
  console.log(`[test] ${seconds(started)} in all`);
  return tally.close();
});
