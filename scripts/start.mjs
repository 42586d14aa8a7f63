// npm start [-- --sample] [-- --headless] [-- <arguments for the app, or for the server without a display>]
import { build } from './build.mjs';
import { electronBinary } from './lib/ensure-electron.mjs';
import { engineEnv } from './lib/engine-choice.mjs';
import { ensureDeps } from './lib/ensure-deps.mjs';
import { isRoot, main, root, run, step } from './lib/process.mjs';
import { setup } from './setup.mjs';

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const asked = process.argv.slice(2);
const isSample = asked.includes('--sample');
const isHeadless = asked.includes('--headless') || !hasDisplay;
const passedOn = asked.filter((argument) => argument !== '--sample');
// Standard output is for the program that reads it.
if (asked.includes('--json')) console.log = console.error;

// Said by Chromium on machines without a system bus, a GPU or a sandbox; nothing follows from it.
const NOISE = /Failed to connect to the bus|gpu_process|gl_surface|viz_main_impl|GetVSyncParametersIfAvailable/;

main(async () => {
  if (isSample && (!isRoot || process.platform !== 'linux')) {
    console.error('The sample engine needs root on Debian: sudo npm start -- --sample');
    return 1;
  }
  if (!isHeadless) await setup(isSample ? ['desktop', 'engine'] : ['desktop']);
  else {
    if (!hasDisplay && !asked.includes('--headless'))
      console.log('There is no display (DISPLAY and WAYLAND_DISPLAY are unset): starting the server for browsers.');
    await step('npm packages', 'installing', ensureDeps);
    if (isSample) await (await import('./lib/ensure-system.mjs')).ensureSystem(['engine']);
    await step('build', 'building', build);
  }
  const sample = isSample ? await (await import('./lib/sample.mjs')).startSample() : undefined;
  try {
    const env = { ...process.env, ...(sample ? { DOCKER_HOST: sample.host, QUAYSIDE_ENGINE: '' } : engineEnv()) };
    delete env.ELECTRON_RUN_AS_NODE; // some editors' terminals set it
    if (isHeadless) {
      const { code } = await run([process.execPath, `${root}/out/main/headless.js`, ...passedOn], { env });
      return code;
    }
    // As root Electron ends before any of our code runs unless its sandbox is switched off here.
    const command = [electronBinary(), ...(isRoot ? ['--no-sandbox'] : []), root, ...passedOn];
    const { code } = await run(command, { env, filter: (line) => !NOISE.test(line) });
    return code;
  } finally {
    await sample?.stop();
  }
});
