// One configuration for the unit tests of every package and for the element's production build.
import { defineConfig } from 'vitest/config'

const conditions = ['@billing/source', 'module', 'development|production']

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
          include: ['packages/*/src/**/*.test.ts', 'demo/src/**/*.test.ts', 'scripts/**/*.test.ts'],
        },
      },
    ],
  },
})
