// Builds what is published: one tree-shaken file per entry, zod and contract inlined, hono left to the merchant.
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const ROOT = fileURLToPath(new URL('.', import.meta.url))

/** Builds `dist/index.js` and `dist/testing.js`. Their types come from `tsc -b`. */
async function buildServer(): Promise<void> {
  rmSync(`${ROOT}dist/chunks`, { recursive: true, force: true })
  const bundle = await rolldown({
    input: { index: `${ROOT}src/index.ts`, testing: `${ROOT}src/testing.ts` },
    platform: 'neutral',
    external: [/^hono(\/|$)/],
    resolve: { conditionNames: ['@billing/source', 'import', 'default'] },
    treeshake: { moduleSideEffects: false },
  })
  await bundle.write({
    dir: `${ROOT}dist`,
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    comments: { legal: false },
  })
  await bundle.close()
}

await buildServer()
