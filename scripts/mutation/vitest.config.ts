// How a mutant is tested: the unit tests of its group in Node, named by MUTATION_TESTS; what is changed, by MUTATION_FILES.
import { defineConfig } from 'vitest/config'

const conditions = ['@billing/source', 'module', 'development|production', 'node']

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    environment: 'node',
    include: (process.env['MUTATION_TESTS'] ?? '').split(',').filter((pattern) => pattern !== ''),
    exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
    setupFiles: ['scripts/mutation/load.ts'],
    testTimeout: 60_000,
  },
})
