import { defineConfig } from 'vitest/config';

const shared = { pool: 'threads', maxWorkers: 2 } as const;

export default defineConfig({
  test: {
    coverage: { provider: 'v8', include: ['src/**'] },
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'test/*.test.ts', 'scripts/**/*.test.mjs'],
          // Nothing here waits for anything real: only a machine that does much else comes near it.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/global-setup.ts'],
          testTimeout: 90_000,
          hookTimeout: 30_000,
          // A state that is waited for is a matter of the machine's load, not of the test.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
