// Hot reload: an edit of the page shows at once, an edit of the main process restarts the app.
import { buildEnv } from './lib/ensure-electron.mjs';
import { isRoot, main, run, tool } from './lib/process.mjs';
import { engineEnv } from './lib/engine-choice.mjs';
import { install } from './setup.mjs';

main(async () => {
  await install(['desktop']);
  const command = [process.execPath, tool('electron-vite/bin/electron-vite.js'), 'dev', '--watch'];
  if (isRoot) command.push('--noSandbox');
  const { code } = await run([...command, ...process.argv.slice(2)], { env: { ...buildEnv(), ...engineEnv() } });
  return code;
});
