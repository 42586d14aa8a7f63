import { startEngine } from './engine.ts';

/**
 * One engine for all who share: `npm test` starts it and names it; a bare `npx vitest` or
 * `npx playwright test` starts one for itself. Vitest and Playwright both call what is returned.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const named = process.env['QUAYSIDE_TEST_ENGINE'];
  if (named) {
    process.env['DOCKER_HOST'] = named;
    return undefined;
  }
  const engine = await startEngine();
  process.env['QUAYSIDE_TEST_ENGINE'] = engine.host;
  process.env['DOCKER_HOST'] = engine.host;
  return () => engine.stop();
}
