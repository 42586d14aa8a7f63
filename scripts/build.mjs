import { pathToFileURL } from 'node:url';
import { buildEnv } from './lib/ensure-electron.mjs';
import { main, plainError, run, step, tool } from './lib/process.mjs';

/** out/main, out/preload and out/renderer. */
export async function build() {
  const command = [process.execPath, tool('electron-vite/bin/electron-vite.js'), 'build'];
  const { code, output } = await run(command, { quiet: true, env: buildEnv() });
  if (code !== 0) throw plainError(`The build failed:\n${output.slice(-6000)}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main(() => step('build', 'building', build));
