import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './test/global-setup.ts',
  outputDir: 'test-results/playwright',
  workers: 2,
  fullyParallel: true,
  // Once more, and told at the end: docs/decisions/0008.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 30_000,
  expect: { timeout: 8_000 },
  reporter: 'list',
  // Without it a click on what never comes ends with its test, and nothing says where.
  use: { actionTimeout: 15_000 },
  // Pictures of the gallery's made data: fonts are bundled, so only the edges of letters may differ a little.
  snapshotPathTemplate: '{testDir}/visual/baselines/{arg}{ext}',
  projects: [
    {
      name: 'viewer',
      testMatch: 'viewer/*.spec.ts',
      use: {
        viewport: { width: 1280, height: 800 },
        launchOptions: {
          executablePath: process.env['QUAYSIDE_CHROMIUM'] ?? '/usr/bin/chromium',
          // Chromium refuses its sandbox to root, whom the private engine needs.
          args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
        },
      },
    },
    { name: 'desktop', testMatch: /desktop\/.*\.spec\.ts/ },
    // Makes the package, installs it, removes it: root on Debian.
    { name: 'package', testMatch: 'package/*.spec.ts', workers: 1, timeout: 180_000, expect: { timeout: 15_000 } },
    { name: 'visual', testMatch: 'visual/visual.spec.ts', workers: 1 },
    // `npm run screenshots`
    { name: 'screenshots', testMatch: 'visual/screenshots.spec.ts', workers: 1, timeout: 120_000 },
  ],
});
