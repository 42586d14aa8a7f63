// Everything, from a clean clone: set-up, build, types, lint, layers, unit, integration, end to end.
// The last line is `N passed, N failed`, and nothing comes after it.
import { existsSync } from 'node:fs';
import { runPlaywright, runStatic, runVitest, Tally } from './lib/checks.mjs';
import { isRoot, main, plainError, seconds, step } from './lib/process.mjs';
import { startDisplay } from './lib/display.mjs';
import { setup } from './setup.mjs';

const started = Date.now();
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

async function withEngineAndScreen(tally) {
  const host = await testEngine();
  const env = { ...process.env, QUAYSIDE_TEST_ENGINE: host, DOCKER_HOST: host };
  delete env.DOCKER_CONTEXT;
  delete env.QUAYSIDE_ENGINE;
  delete env.ELECTRON_RUN_AS_NODE;
  await runVitest(tally, 'integration', env);
  const display = await startDisplay();
  running.push(display);
  await runPlaywright(tally, 'desktop', { ...env, ...display.env });
  await runPlaywright(tally, 'viewer', env);
  await runPlaywright(tally, 'visual', { ...env, ...display.env });
  if (canInstall) await runPlaywright(tally, 'package', { ...env, ...display.env });
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
    if (!isRoot && !process.env.QUAYSIDE_TEST_ENGINE) {
      throw plainError(
        'Without root, name an engine for the tests: QUAYSIDE_TEST_ENGINE=unix:///path/docker.sock npm test',
      );
    }
    await setup(process.env.QUAYSIDE_TEST_ENGINE ? ['desktop', 'test'] : ['desktop', 'engine', 'test']);
    await runStatic(tally);
    await runVitest(tally, 'unit');
    await withEngineAndScreen(tally);
  } catch (error) {
    tally.fail('stopped', error);
  }
  await stopAll().catch((error) => tally.fail('tidying up', error));
  console.log(`[test] ${seconds(started)} in all`);
  return tally.close();
});
