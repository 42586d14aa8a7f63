// The numbered emitter through restarts, kills, sleep and slow readers for as long as is asked: `npm run soak [MINUTES]`.
import { main, plainError, run, tool } from './lib/process.mjs';
import { setup } from './setup.mjs';

main(async () => {
  const minutes = Number(process.argv[2] ?? 20);
  if (!(minutes >= 0)) throw plainError('How many minutes? As in: npm run soak 20');
  await setup(['engine', 'test']);
  const command = [tool('vitest/vitest.mjs'), 'run', '--project=integration', 'test/integration/soak.test.ts'];
  const env = { ...process.env, QUAYSIDE_SOAK_MINUTES: String(minutes) };
  const { code } = await run([process.execPath, ...command], { env });
  return code;
});
