// Pictures of every screen and state, in both themes, from made data in the real window: docs/screenshots.
import { startDisplay } from './lib/display.mjs';
import { main, run, tool } from './lib/process.mjs';
import { setup } from './setup.mjs';

main(async () => {
  await setup(['desktop', 'test']);
  const display = await startDisplay();
  try {
    // No test of this project asks an engine; named, so that none is started for it.
    const env = { ...process.env, ...display.env, QUAYSIDE_TEST_ENGINE: 'unix:///none' };
    const command = [process.execPath, tool('@playwright/test/cli.js'), 'test', '--project=screenshots'];
    const { code } = await run([...command, ...process.argv.slice(2)], { env });
    return code;
  } finally {
    display.stop();
  }
});
