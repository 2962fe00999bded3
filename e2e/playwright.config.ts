// How the flows run: every flow twice, with the PGs on the shop's own origin and on another site; the redirects on a phone.
import { defineConfig, devices } from '@playwright/test'
import { BROWSER_ARGS, findBrowser } from '../scripts/find-browser.ts'
import type { FlowOptions } from './fixtures.ts'

const executablePath = process.env['CHROMIUM_PATH'] ?? findBrowser()
const { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch } = devices['Pixel 7']

export default defineConfig<FlowOptions>({
  testDir: 'tests',
  outputDir: '../test-results',
  fullyParallel: true,
  // On a machine with two processors a third browser makes all of them slower.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    // Where nobody can look at one, a trace only costs time: what went over the wire is attached to a failure anyway.
    trace: process.env['CI'] ? 'off' : 'retain-on-failure',
    actionTimeout: 15_000,
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...BROWSER_ARGS,
        // Names of other machines do not even resolve: a flow that needs the internet fails at once.
        '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1',
      ],
      // The pages must be restored as they are for customers.
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    },
  },
  projects: [
    { name: 'same-origin', use: { simulator: 'same-origin' }, testIgnore: '**/*.phone.spec.ts' },
    {
      name: 'cross-site',
      use: { simulator: 'cross-site' },
      testIgnore: ['**/*.phone.spec.ts', '**/*.once.spec.ts'],
    },
    {
      name: 'phone',
      use: { simulator: 'cross-site', viewport, userAgent, deviceScaleFactor, isMobile, hasTouch },
      testMatch: '**/*.phone.spec.ts',
    },
  ],
})
