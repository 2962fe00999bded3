// One configuration for all tests that vitest runs: in Node, in a browser, and at the walls between the packages.
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { BROWSER_ARGS, findBrowser } from './scripts/find-browser.ts'

const conditions = ['@billing/source', 'module', 'development|production']
const executablePath = findBrowser()

export default defineConfig({
  resolve: { conditions: [...conditions, 'browser'] },
  ssr: { resolve: { conditions: [...conditions, 'node'] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'demo/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'e2e/chaos/**/*.test.ts',
          ],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        optimizeDeps: { include: ['axe-core', 'lit/html.js'] },
        test: {
          name: 'browser',
          include: ['packages/*/src/**/*.browser.test.ts'],
          // A browser on a busy machine may stall once; what fails twice fails.
          retry: 1,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: { ...(executablePath ? { executablePath } : {}), args: [...BROWSER_ARGS] },
            }),
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'boundaries',
          environment: 'node',
          include: ['e2e/boundaries/**/*.test.ts', 'e2e/runtimes/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
