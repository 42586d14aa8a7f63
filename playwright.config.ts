import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './test/global-setup.ts',
  outputDir: 'test-results/playwright',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 30_000,
  expect: { timeout: 8_000 },
  reporter: 'list',
  projects: [{ name: 'desktop', testMatch: /desktop\/.*\.spec\.ts/ }],
});
