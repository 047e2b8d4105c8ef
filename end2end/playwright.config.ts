import { defineConfig } from '@playwright/test';
import type { RosterOptions } from './fixtures/index.ts';

// bin/test sets both, and runs every test on either database.
const onPostgres = Boolean(process.env.ROSTER_TEST_POSTGRES);
const report = process.env.ROSTER_BROWSER_REPORT;

export default defineConfig<RosterOptions>({
  testDir: 'specs',
  outputDir: 'results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.ROSTER_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'sqlite', use: { database: 'sqlite' } },
    ...(onPostgres ? [{ name: 'postgres', use: { database: 'postgres' as const } }] : []),
  ],
});
