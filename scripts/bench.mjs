import { existsSync } from 'node:fs';
import { main, root, run, tool } from './lib/process.mjs';
import { setup } from './setup.mjs';

main(async () => {
  const entry = ['index.mjs', 'index.ts'].map((name) => `${root}/bench/${name}`).find((file) => existsSync(file));
  if (!entry) {
    console.log('There is no bench yet: bench/index.mjs or bench/index.ts.');
    return 1;
  }
  await setup(['desktop', 'engine', 'test']);
  // tsx, so that a bench can import the sources themselves.
  const { code } = await run([
    process.execPath,
    '--expose-gc',
    '--import',
    tool('tsx/dist/esm/index.mjs'),
    entry,
    ...process.argv.slice(2),
  ]);
  return code;
});
