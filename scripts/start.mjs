// npm start [-- --sample] [-- <arguments for the app>]
import { electronBinary } from './lib/ensure-electron.mjs';
import { engineEnv } from './lib/engine-choice.mjs';
import { isRoot, main, root, run } from './lib/process.mjs';
import { setup } from './setup.mjs';

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const asked = process.argv.slice(2);
const isSample = asked.includes('--sample');
const passedOn = asked.filter((argument) => argument !== '--sample');

// Said by Chromium on machines without a system bus, a GPU or a sandbox; nothing follows from it.
const NOISE = /Failed to connect to the bus|gpu_process|gl_surface|viz_main_impl|GetVSyncParametersIfAvailable/;

main(async () => {
  if (isSample && (!isRoot || process.platform !== 'linux')) {
    console.error('The sample engine needs root on Debian: sudo npm start -- --sample');
    return 1;
  }
  if (!hasDisplay) {
    console.error('There is no display (DISPLAY and WAYLAND_DISPLAY are unset), and the server without one comes');
    console.error('with a later step. On a machine without a screen: apt-get install xvfb && xvfb-run -a npm start');
    return 1;
  }
  await setup(isSample ? ['desktop', 'engine'] : ['desktop']);
  const sample = isSample ? await (await import('./lib/sample.mjs')).startSample() : undefined;
  try {
    const env = { ...process.env, ...(sample ? { DOCKER_HOST: sample.host, QUAYSIDE_ENGINE: '' } : engineEnv()) };
    delete env.ELECTRON_RUN_AS_NODE; // some editors' terminals set it
    // As root Electron ends before any of our code runs unless its sandbox is switched off here.
    const command = [electronBinary(), ...(isRoot ? ['--no-sandbox'] : []), root, ...passedOn];
    const { code } = await run(command, { env, filter: (line) => !NOISE.test(line) });
    return code;
  } finally {
    await sample?.stop();
  }
});
