import { defineConfig } from '@playwright/test';
import type { RosterOptions } from './fixtures/index.ts';

// bin/test sets both, and runs what the database matters to on either.
const onPostgres = Boolean(process.env.ROSTER_TEST_POSTGRES);
const report = process.env.ROSTER_BROWSER_REPORT;

// What the browser shows and how, whichever database is below. Everything else runs on both, a new spec too.
const ALIKE_ON_BOTH = /\/(accessibility|headers|health|language|no-script|shell|theme|visits)\.spec\.ts$/;

export default defineConfig<RosterOptions>({
  testDir: 'specs',
  outputDir: 'results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // Recording a trace costs a fifth of a run, so only what failed is recorded, at a second try. It has failed all the same:
  // bin/test counts what passes then as failed too.
  retries: 1,
  failOnFlakyTests: true,
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
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: process.env.ROSTER_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // No spare process beside each page's own: a seventh of what a page costs.
        '--renderer-process-limit=1',
      ],
    },
  },
  projects: [
    { name: 'sqlite', use: { database: 'sqlite' } },
    ...(onPostgres ? [{ name: 'postgres', testIgnore: ALIKE_ON_BOTH, use: { database: 'postgres' as const } }] : []),
  ],
});
